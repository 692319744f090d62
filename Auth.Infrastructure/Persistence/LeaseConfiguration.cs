using Auth.Infrastructure.Housekeeping;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The table <c>leases</c>.</summary>
internal sealed class LeaseConfiguration : IEntityTypeConfiguration<Lease>
{
    private const int LongestName = 64;

    public void Configure(EntityTypeBuilder<Lease> builder)
    {
        builder.ToTable("leases");
        builder.HasKey(lease => lease.Name);
        builder.Property(lease => lease.Name).HasColumnName("name").HasMaxLength(LongestName).IsUnicode(false);
        builder.Property(lease => lease.Holder).HasColumnName("holder");
        builder.Property(lease => lease.ExpiresAt).HasColumnName("expires_at");
    }
}
