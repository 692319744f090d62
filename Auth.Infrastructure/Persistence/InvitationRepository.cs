using Auth.Domain.Registration;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores invitations in a relational database.</summary>
internal sealed class InvitationRepository(AuthDbContext database) : IInvitationRepository
{
    private DbSet<Invitation> Invitations => database.Set<Invitation>();

    public async Task ReplaceAsync(Invitation invitation, CancellationToken cancellationToken)
    {
        await Invitations.Where(stored => stored.NormalizedEmail == invitation.NormalizedEmail)
            .ExecuteDeleteAsync(cancellationToken);
        Invitations.Add(invitation);
    }

    public Task<Invitation?> FindAsync(string email, CancellationToken cancellationToken)
    {
        var normalized = EmailAddress.Normalize(email);
        return Invitations.AsNoTracking()
            .FirstOrDefaultAsync(invitation => invitation.NormalizedEmail == normalized, cancellationToken);
    }

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        await Invitations.Where(invitation => invitation.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;
}

/// <summary>The table <c>invitations</c>.</summary>
internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("invitations");
        builder.HasKey(invitation => invitation.Id);
        builder.Property(invitation => invitation.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(invitation => invitation.NormalizedEmail).HasColumnName("normalized_email").HasMaxLength(320);
        builder.Property(invitation => invitation.InviterId).HasColumnName("inviter_id");
        builder.Property(invitation => invitation.ExpiresAt).HasColumnName("expires_at");
        builder.HasIndex(invitation => invitation.NormalizedEmail).IsUnique()
            .HasDatabaseName("ix_invitations_normalized_email");
        builder.HasIndex(invitation => invitation.ExpiresAt).HasDatabaseName("ix_invitations_expires_at");
    }
}
