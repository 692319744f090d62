using Auth.Domain.Throttling;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>The table <c>login_budgets</c>.</summary>
internal sealed class LoginBudgetConfiguration : IEntityTypeConfiguration<LoginBudget>
{
    private const int HashBytes = 32;
    private const int LongestNetwork = 48;

    public void Configure(EntityTypeBuilder<LoginBudget> builder)
    {
        builder.ToTable("login_budgets");
        builder.HasKey(budget => new { budget.Account, budget.Network });
        builder.Property(budget => budget.Account).HasColumnName("account").HasMaxLength(HashBytes).IsFixedLength();
        builder.Property(budget => budget.Network).HasColumnName("network").HasMaxLength(LongestNetwork).IsUnicode(false);
        builder.Property(budget => budget.Failures).HasColumnName("failures");
        builder.Property(budget => budget.BlockedUntil).HasColumnName("blocked_until");
        builder.Property(budget => budget.ExpiresAt).HasColumnName("expires_at");
        builder.HasIndex(budget => budget.ExpiresAt).HasDatabaseName("ix_login_budgets_expires_at");
    }
}
