using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The tables <c>external_logins</c>, <c>login_codes</c> and <c>used_login_states</c>.</summary>
internal sealed class ExternalLoginConfiguration :
    IEntityTypeConfiguration<ExternalLogin>, IEntityTypeConfiguration<LoginCode>, IEntityTypeConfiguration<UsedLoginState>
{
    private const int HashBytes = 32;
    private const int MaxAddressLength = 320;
    private const int MaxBackendLength = 256;

    public void Configure(EntityTypeBuilder<ExternalLogin> builder)
    {
        builder.ToTable("external_logins");
        builder.HasKey(login => login.Id);
        builder.Property(login => login.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(login => login.UserId).HasColumnName("user_id");
        builder.Property(login => login.Provider).HasColumnName("provider").HasMaxLength(ExternalLogin.MaxProviderLength);
        builder.Property(login => login.AccountId).HasColumnName("account_id").HasMaxLength(ExternalLogin.MaxAccountIdLength);
        builder.Property(login => login.AccountEmail).HasColumnName("account_email").HasMaxLength(MaxAddressLength);
        builder.Property(login => login.CreatedAt).HasColumnName("created_at");
        builder.Property(login => login.LastUsedAt).HasColumnName("last_used_at");
        builder.Property(login => login.ProtectedTokens).HasColumnName("protected_tokens");
        builder.HasOne<User>().WithMany().HasForeignKey(login => login.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(login => new { login.Provider, login.AccountId }).IsUnique()
            .HasDatabaseName("ix_external_logins_provider_account_id");
        builder.HasIndex(login => login.UserId).HasDatabaseName("ix_external_logins_user_id");
    }

    public void Configure(EntityTypeBuilder<LoginCode> builder)
    {
        builder.ToTable("login_codes");
        builder.HasKey(code => code.Hash);
        builder.Property(code => code.Hash).HasColumnName("hash").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(code => code.UserId).HasColumnName("user_id");
        builder.Property(code => code.SecurityStamp).HasColumnName("security_stamp");
        builder.Property(code => code.Backend).HasColumnName("backend").HasMaxLength(MaxBackendLength);
        builder.Property(code => code.Binding).HasColumnName("binding").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(code => code.ExpiresAt).HasColumnName("expires_at");
        builder.Property(code => code.Methods).HasColumnName("methods")
            .HasMaxLength(AuthenticationMethods.MaxLength).IsUnicode(false);
        builder.HasOne<User>().WithMany().HasForeignKey(code => code.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(code => code.UserId).HasDatabaseName("ix_login_codes_user_id");
        builder.HasIndex(code => code.ExpiresAt).HasDatabaseName("ix_login_codes_expires_at");
    }

    public void Configure(EntityTypeBuilder<UsedLoginState> builder)
    {
        builder.ToTable("used_login_states");
        builder.HasKey(state => state.Id);
        builder.Property(state => state.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(state => state.ExpiresAt).HasColumnName("expires_at");
        builder.HasIndex(state => state.ExpiresAt).HasDatabaseName("ix_used_login_states_expires_at");
    }
}
