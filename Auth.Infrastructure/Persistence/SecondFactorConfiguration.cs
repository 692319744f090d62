using Auth.Domain.Credentials;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The tables <c>totp_factors</c>, <c>recovery_codes</c> and <c>trusted_devices</c>.</summary>
internal sealed class SecondFactorConfiguration :
    IEntityTypeConfiguration<TotpFactor>, IEntityTypeConfiguration<RecoveryCode>, IEntityTypeConfiguration<TrustedDevice>
{
    private const int HashBytes = 32;
    private const int MaxSecretBytes = 256;

    public void Configure(EntityTypeBuilder<TotpFactor> builder)
    {
        builder.ToTable("totp_factors");
        builder.HasKey(factor => factor.UserId);
        builder.Property(factor => factor.UserId).HasColumnName("user_id").ValueGeneratedNever();
        builder.Property(factor => factor.ProtectedSecret).HasColumnName("protected_secret").HasMaxLength(MaxSecretBytes);
        builder.Property(factor => factor.PendingSecret).HasColumnName("pending_secret").HasMaxLength(MaxSecretBytes);
        builder.Property(factor => factor.LastStep).HasColumnName("last_step");
        builder.Property(factor => factor.ConfirmedAt).HasColumnName("confirmed_at");
        builder.Property(factor => factor.LastUsedAt).HasColumnName("last_used_at");
        builder.HasOne<User>().WithOne().HasForeignKey<TotpFactor>(factor => factor.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.HasKey(code => new { code.UserId, code.Hash });
        builder.Property(code => code.UserId).HasColumnName("user_id");
        builder.Property(code => code.Hash).HasColumnName("hash").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(code => code.CreatedAt).HasColumnName("created_at");
        builder.HasOne<User>().WithMany().HasForeignKey(code => code.UserId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<TrustedDevice> builder)
    {
        builder.ToTable("trusted_devices");
        builder.HasKey(device => new { device.UserId, device.DeviceHash });
        builder.Property(device => device.UserId).HasColumnName("user_id");
        builder.Property(device => device.DeviceHash).HasColumnName("device_hash").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(device => device.SecurityStamp).HasColumnName("security_stamp");
        builder.Property(device => device.ExpiresAt).HasColumnName("expires_at");
        builder.HasOne<User>().WithMany().HasForeignKey(device => device.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(device => device.ExpiresAt).HasDatabaseName("ix_trusted_devices_expires_at");
    }
}
