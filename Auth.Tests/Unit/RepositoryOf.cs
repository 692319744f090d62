using Auth.Domain.Users;
using Moq;

namespace Auth.Tests.Unit;

/// <summary>Creates mocks of the user repository.</summary>
internal static class RepositoryOf
{
    /// <summary>Returns a repository with the given users. Additions, changes and deletions succeed.</summary>
    public static Mock<IUserRepository> Users(params User[] users)
    {
        var repository = new Mock<IUserRepository>();
        repository.Setup(all => all.UpdateAsync(It.IsAny<Guid>(), It.IsAny<Func<User, bool>>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new UserWrite(UserWriteOutcome.NotFound, null));
        repository.Setup(all => all.AddAsync(It.IsAny<User>(), It.IsAny<CancellationToken>())).ReturnsAsync(true);
        foreach (var user in users)
        {
            repository.Setup(all => all.FindAsync(user.Id, It.IsAny<CancellationToken>())).ReturnsAsync(user);
            repository.Setup(all => all.FindByEmailAsync(
                    It.Is<string>(email => EmailAddress.Normalize(email) == user.NormalizedEmail), It.IsAny<CancellationToken>()))
                .ReturnsAsync(user);
            repository.Setup(all => all.UpdateAsync(user.Id, It.IsAny<Func<User, bool>>(), It.IsAny<CancellationToken>()))
                .ReturnsAsync((Guid _, Func<User, bool> change, CancellationToken _) =>
                    new UserWrite(change(user) ? UserWriteOutcome.Saved : UserWriteOutcome.Declined, user));
            repository.Setup(all => all.DeleteAsync(user.Id, It.IsAny<CancellationToken>())).ReturnsAsync(true);
        }

        return repository;
    }
}
