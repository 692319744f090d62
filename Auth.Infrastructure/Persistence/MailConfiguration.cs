using Auth.Domain.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The tables <c>mail_outbox</c> and <c>mail_cooldowns</c>.</summary>
internal sealed class MailConfiguration : IEntityTypeConfiguration<OutboxMail>, IEntityTypeConfiguration<MailCooldown>
{
    private const int HashBytes = 32;
    private const int MaxAddressLength = 320;
    private const int MaxDataLength = 1024;

    public void Configure(EntityTypeBuilder<OutboxMail> builder)
    {
        builder.ToTable("mail_outbox");
        builder.HasKey(mail => mail.Id);
        builder.Property(mail => mail.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(mail => mail.Kind).HasColumnName("kind");
        builder.Property(mail => mail.IsNotice).HasColumnName("is_notice");
        builder.Property(mail => mail.Recipient).HasColumnName("recipient").HasMaxLength(MaxAddressLength);
        builder.Property(mail => mail.UserId).HasColumnName("user_id");
        builder.Property(mail => mail.Data).HasColumnName("data").HasMaxLength(MaxDataLength);
        builder.Property(mail => mail.CreatedAt).HasColumnName("created_at");
        builder.Property(mail => mail.DueAt).HasColumnName("due_at");
        builder.Property(mail => mail.Attempts).HasColumnName("attempts");
        builder.HasIndex(mail => new { mail.IsNotice, mail.DueAt }).HasDatabaseName("ix_mail_outbox_is_notice_due_at");
        builder.HasIndex(mail => mail.Kind).HasDatabaseName("ix_mail_outbox_kind");
    }

    public void Configure(EntityTypeBuilder<MailCooldown> builder)
    {
        builder.ToTable("mail_cooldowns");
        builder.HasKey(cooldown => cooldown.Key);
        builder.Property(cooldown => cooldown.Key).HasColumnName("key").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(cooldown => cooldown.Sent).HasColumnName("sent");
        builder.Property(cooldown => cooldown.Until).HasColumnName("until");
        builder.Property(cooldown => cooldown.ExpiresAt).HasColumnName("expires_at");
        builder.HasIndex(cooldown => cooldown.ExpiresAt).HasDatabaseName("ix_mail_cooldowns_expires_at");
    }
}
