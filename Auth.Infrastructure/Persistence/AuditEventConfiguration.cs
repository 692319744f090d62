using Auth.Domain.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The table <c>audit_events</c>. It has no foreign keys, because events outlive their users.</summary>
internal sealed class AuditEventConfiguration : IEntityTypeConfiguration<AuditEvent>
{
    private const int LongestName = 32;
    private const int LongestIpAddress = 64;
    private const int LongestDetail = 128;

    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.ToTable("audit_events");
        builder.HasKey(happened => happened.Id);
        builder.Property(happened => happened.Id).HasColumnName("id");
        builder.Property(happened => happened.OccurredAt).HasColumnName("occurred_at");
        builder.Property(happened => happened.Name).HasColumnName("event").HasMaxLength(LongestName).IsUnicode(false);
        builder.Property(happened => happened.UserId).HasColumnName("user_id");
        builder.Property(happened => happened.ActorId).HasColumnName("actor_id");
        builder.Property(happened => happened.ByOperator).HasColumnName("by_operator");
        builder.Property(happened => happened.SessionId).HasColumnName("session_id");
        builder.Property(happened => happened.IpAddress).HasColumnName("ip_address")
            .HasMaxLength(LongestIpAddress).IsUnicode(false);
        builder.Property(happened => happened.Detail).HasColumnName("detail").HasMaxLength(LongestDetail).IsUnicode(false);

        // Both engines append the primary key to an index, and read a page from it in order.
        builder.HasIndex(happened => happened.UserId).HasDatabaseName("ix_audit_events_user_id");
        builder.HasIndex(happened => happened.Name).HasDatabaseName("ix_audit_events_event");
        builder.HasIndex(happened => new { happened.UserId, happened.Name }).HasDatabaseName("ix_audit_events_user_id_event");
        builder.HasIndex(happened => happened.OccurredAt).HasDatabaseName("ix_audit_events_occurred_at");
    }
}
