using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The table <c>users</c>: the columns of fastapi-users under their original names, and others.</summary>
internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    /// <summary>The number of changes of a row, used for optimistic concurrency.</summary>
    public const string Version = nameof(Version);

    /// <summary>The name of the index that keeps e-mail addresses unique.</summary>
    public const string UniqueEmail = "ix_users_normalized_email";

    private static readonly string[][] SetsOfFlags =
    [
        [nameof(User.IsActive)],
        [nameof(User.IsVerified)],
        [nameof(User.IsSuperuser)],
        [nameof(User.IsActive), nameof(User.IsVerified)],
        [nameof(User.IsActive), nameof(User.IsSuperuser)],
        [nameof(User.IsVerified), nameof(User.IsSuperuser)],
        [nameof(User.IsActive), nameof(User.IsVerified), nameof(User.IsSuperuser)],
    ];

    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.HasKey(user => user.Id);

        builder.Ignore(user => user.IsActiveSuperuser);
        builder.Ignore(user => user.HasPassword);

        // The domain creates the IDs. SQL Server's provider would create sequential IDs, which are not version 4 UUIDs.
        builder.Property(user => user.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(user => user.Email).HasColumnName("email").HasMaxLength(320);
        builder.Property(user => user.NormalizedEmail).HasColumnName("normalized_email").HasMaxLength(320);
        builder.Property(user => user.HashedPassword).HasColumnName("hashed_password").HasMaxLength(1024);
        builder.Property(user => user.PasswordChangedAt).HasColumnName("password_changed_at");
        builder.Property(user => user.SecurityStamp).HasColumnName("security_stamp").HasDefaultValue(Guid.Empty);
        builder.Property(user => user.Name).HasColumnName("name");
        builder.Property(user => user.IsActive).HasColumnName("is_active");
        builder.Property(user => user.IsSuperuser).HasColumnName("is_superuser");
        builder.Property(user => user.IsVerified).HasColumnName("is_verified");
        builder.Property(user => user.EmailRecoveredAt).HasColumnName("email_recovered_at");
        builder.Property(user => user.Fields).HasColumnName("fields");
        builder.Property(user => user.HasSecondFactor).HasColumnName("has_second_factor").HasDefaultValue(false);
        builder.Property<int>(Version).HasColumnName("version").IsConcurrencyToken().HasDefaultValue(0);

        builder.Property(user => user.LegacyId).HasColumnName("legacy_id").HasMaxLength(ForeignId.MaxLength).IsUnicode(false);

        builder.HasIndex(user => user.LegacyId).IsUnique().HasDatabaseName("ix_users_legacy_id").HasFilter("legacy_id IS NOT NULL");
        builder.HasIndex(user => user.NormalizedEmail).IsUnique().HasDatabaseName(UniqueEmail);

        // Every combination of flags has its own index, so that a page of the list is read from an index in order. With an index
        // on only one of two filtered flags, all users that match this flag but not the other would be read too.
        foreach (var flags in SetsOfFlags)
        {
            var columns = string.Join('_', flags.Select(flag => builder.Property(flag).Metadata.GetColumnName()));
            builder.HasIndex([.. flags, nameof(User.NormalizedEmail)]).HasDatabaseName($"ix_users_{columns}_normalized_email");
        }
    }
}
