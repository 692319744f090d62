using Auth.Domain.Credentials;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The tables <c>passkeys</c> and <c>magic_links</c>.</summary>
internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>, IEntityTypeConfiguration<MagicLink>
{
    private const int HashBytes = 32;
    private const int MaxAddressLength = 320;

    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.HasKey(passkey => passkey.Id);
        builder.Property(passkey => passkey.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(passkey => passkey.UserId).HasColumnName("user_id");
        builder.Property(passkey => passkey.CredentialId).HasColumnName("credential_id").HasMaxLength(Passkey.MaxCredentialIdBytes);
        builder.Property(passkey => passkey.PublicKey).HasColumnName("public_key").HasMaxLength(Passkey.MaxPublicKeyBytes);
        builder.Property(passkey => passkey.SignCount).HasColumnName("sign_count");
        builder.Property(passkey => passkey.Aaguid).HasColumnName("aaguid");
        builder.Property(passkey => passkey.Transports).HasColumnName("transports").HasMaxLength(Passkey.MaxTransportsLength);
        builder.Property(passkey => passkey.Name).HasColumnName("name").HasMaxLength(Passkey.MaxNameLength);
        builder.Property(passkey => passkey.IsBackupEligible).HasColumnName("is_backup_eligible");
        builder.Property(passkey => passkey.IsBackedUp).HasColumnName("is_backed_up");
        builder.Property(passkey => passkey.CreatedAt).HasColumnName("created_at");
        builder.Property(passkey => passkey.LastUsedAt).HasColumnName("last_used_at");
        builder.HasOne<User>().WithMany().HasForeignKey(passkey => passkey.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(passkey => passkey.CredentialId).IsUnique().HasDatabaseName("ix_passkeys_credential_id");
        builder.HasIndex(passkey => passkey.UserId).HasDatabaseName("ix_passkeys_user_id");
    }

    public void Configure(EntityTypeBuilder<MagicLink> builder)
    {
        builder.ToTable("magic_links");
        builder.HasKey(link => link.Id);
        builder.Property(link => link.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(link => link.Binding).HasColumnName("binding").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(link => link.Email).HasColumnName("email").HasMaxLength(MaxAddressLength);
        builder.Property(link => link.UserId).HasColumnName("user_id");
        builder.Property(link => link.SecurityStamp).HasColumnName("security_stamp");
        builder.Property(link => link.Guesses).HasColumnName("guesses");
        builder.Property(link => link.ExpiresAt).HasColumnName("expires_at");
        builder.HasOne<User>().WithMany().HasForeignKey(link => link.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(link => link.Binding).IsUnique().HasDatabaseName("ix_magic_links_binding");
        builder.HasIndex(link => link.UserId).HasDatabaseName("ix_magic_links_user_id");
        builder.HasIndex(link => link.ExpiresAt).HasDatabaseName("ix_magic_links_expires_at");
    }
}
