using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>A row that a transaction stores to show that it has committed, see <see cref="UnitOfWork"/>.</summary>
internal sealed class TransactionMarker
{
    /// <summary>A UUID of the attempt.</summary>
    public Guid Id { get; private init; }

    /// <summary>The time of the attempt, in UTC. Housekeeping deletes old rows.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    public static TransactionMarker Create(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), CreatedAt = now };
}

/// <summary>The table <c>transaction_markers</c>.</summary>
internal sealed class TransactionMarkerConfiguration : IEntityTypeConfiguration<TransactionMarker>
{
    public void Configure(EntityTypeBuilder<TransactionMarker> builder)
    {
        builder.ToTable("transaction_markers");
        builder.HasKey(marker => marker.Id);
        builder.Property(marker => marker.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(marker => marker.CreatedAt).HasColumnName("created_at");
        builder.HasIndex(marker => marker.CreatedAt).HasDatabaseName("ix_transaction_markers_created_at");
    }
}
