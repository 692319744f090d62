using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Sessions;

/// <summary>The hasher of a server, which does something after each verification and before its caller continues.</summary>
internal sealed class InterruptedHasher : IPasswordHasher
{
    private PasswordHasher? _hasher;

    public Func<Task> AfterVerification { get; set; } = () => Task.CompletedTask;

    public void Replace(IServiceCollection services) => services.AddSingleton<IPasswordHasher>(provider =>
    {
        _hasher = provider.GetRequiredService<PasswordHasher>();
        return this;
    });

    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        _hasher!.HashAsync(password, cancellationToken);

    public async Task<PasswordVerification> VerifyAsync(
        string password, string? hashedPassword, CancellationToken cancellationToken)
    {
        var verification = await _hasher!.VerifyAsync(password, hashedPassword, cancellationToken);
        await AfterVerification();
        return verification;
    }
}
