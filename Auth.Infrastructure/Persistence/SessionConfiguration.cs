using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>
/// The tables <c>sessions</c>, <c>refresh_tokens</c> and <c>access_tokens</c>. Their rows are deleted with the user.
/// </summary>
internal sealed class SessionConfiguration
    : IEntityTypeConfiguration<Session>, IEntityTypeConfiguration<RefreshToken>, IEntityTypeConfiguration<AccessToken>
{
    private const int HashBytes = 32;

    /// <summary>The maximum length of an IPv4-mapped IPv6 address with a zone.</summary>
    private const int LongestIpAddress = 64;

    public void Configure(EntityTypeBuilder<Session> builder)
    {
        builder.ToTable("sessions");
        builder.HasKey(session => session.Id);
        builder.Property(session => session.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(session => session.UserId).HasColumnName("user_id");
        builder.Property(session => session.CreatedAt).HasColumnName("created_at");
        builder.Property(session => session.LastUsedAt).HasColumnName("last_used_at");
        builder.Property(session => session.ExpiresAt).HasColumnName("expires_at");
        builder.Property(session => session.EndedAt).HasColumnName("ended_at");
        builder.Property(session => session.RefreshesUntil).HasColumnName("refreshes_until");
        builder.Property(session => session.PasswordFailures).HasColumnName("password_failures").HasDefaultValue(0);
        builder.Property(session => session.UserAgent).HasColumnName("user_agent").HasMaxLength(Session.MaxUserAgentLength);
        builder.Property(session => session.IpAddress).HasColumnName("ip_address").HasMaxLength(LongestIpAddress);
        builder.Property(session => session.Methods).HasColumnName("methods")
            .HasMaxLength(AuthenticationMethods.MaxLength).IsUnicode(false);
        builder.Property(session => session.ReauthenticatedAt).HasColumnName("reauthenticated_at");
        builder.Ignore(session => session.AuthenticatedAt);
        builder.HasOne<User>().WithMany().HasForeignKey(session => session.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(session => session.UserId).HasDatabaseName("ix_sessions_user_id");

        // Reads a page of a user's sessions, and those beyond the maximum, from the index in order.
        builder.HasIndex(session => new { session.UserId, session.LastUsedAt })
            .HasDatabaseName("ix_sessions_user_id_last_used_at").HasFilter("ended_at IS NULL");
        builder.HasIndex(session => session.ExpiresAt).HasDatabaseName("ix_sessions_expires_at");
        builder.HasIndex(session => session.EndedAt).HasDatabaseName("ix_sessions_ended_at").HasFilter("ended_at IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<RefreshToken> builder)
    {
        builder.ToTable("refresh_tokens");
        builder.HasKey(token => token.Hash);
        builder.Property(token => token.Hash).HasColumnName("hash").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(token => token.SessionId).HasColumnName("session_id");
        builder.Property(token => token.UsedAt).HasColumnName("used_at");
        builder.HasOne<Session>().WithMany().HasForeignKey(token => token.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(token => token.SessionId).HasDatabaseName("ix_refresh_tokens_session_id");
    }

    public void Configure(EntityTypeBuilder<AccessToken> builder)
    {
        builder.ToTable("access_tokens");
        builder.HasKey(token => token.Hash);
        builder.Property(token => token.Hash).HasColumnName("hash").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(token => token.SessionId).HasColumnName("session_id");
        builder.Property(token => token.ExpiresAt).HasColumnName("expires_at");
        builder.HasOne<Session>().WithMany().HasForeignKey(token => token.SessionId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(token => token.SessionId).HasDatabaseName("ix_access_tokens_session_id");
        builder.HasIndex(token => token.ExpiresAt).HasDatabaseName("ix_access_tokens_expires_at");
    }
}
