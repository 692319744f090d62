using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The table <c>imported_users</c>. It has no foreign key, because a row outlives its user.</summary>
internal sealed class ImportedUserConfiguration : IEntityTypeConfiguration<ImportedUser>
{
    public void Configure(EntityTypeBuilder<ImportedUser> builder)
    {
        builder.ToTable("imported_users");
        builder.HasKey(imported => imported.UserId);
        builder.Property(imported => imported.UserId).HasColumnName("user_id").ValueGeneratedNever();
        builder.Property(imported => imported.ProfileHash).HasColumnName("profile_hash")
            .HasMaxLength(ImportedUser.HashBytes).IsFixedLength();
        builder.Property(imported => imported.CredentialHash).HasColumnName("credential_hash")
            .HasMaxLength(ImportedUser.HashBytes).IsFixedLength();
        builder.Property(imported => imported.UserVersion).HasColumnName("user_version");
    }
}
