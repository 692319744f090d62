using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Sessions;

/// <summary>Runs an action after each password verification of a server, before its caller continues.</summary>
internal sealed class InterruptedHasher
{
    public Func<Task> AfterVerification { get; set; } = () => Task.CompletedTask;

    public void Replace(IServiceCollection services) => services.AddScoped<QueuedPasswordHasher>()
        .AddScoped<IPasswordHasher>(provider => new Hasher(this, provider.GetRequiredService<QueuedPasswordHasher>()));

    private sealed class Hasher(InterruptedHasher interruption, QueuedPasswordHasher hasher) : IPasswordHasher
    {
        public bool IsBusy => hasher.IsBusy;

        public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
            hasher.HashAsync(password, cancellationToken);

        public async Task<PasswordVerification> VerifyAsync(
            string password, string? hashedPassword, CancellationToken cancellationToken)
        {
            var verification = await hasher.VerifyAsync(password, hashedPassword, cancellationToken);
            await interruption.AfterVerification();
            return verification;
        }
    }
}
