using Auth.Application.Metrics;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.External;

/// <summary>Authenticates a user by an account at an external provider (RFC 6749 §4.1, OpenID Connect Core 1.0 §3.1).</summary>
public sealed class ExternalAuthenticator(
    LoginStates states, ExternalAccounts accounts, IOptions<AuthOptions> options, TimeProvider time, AuthMetrics metrics)
{
    private readonly ExternalLoginOptions _options = options.Value.ExternalLogins;

    /// <summary>Begins a login, or the association of an account with a user.</summary>
    /// <returns>The URL of the provider. <see cref="AuthError.OAuthReturnUrlNotAllowed"/> or an error of the provider.</returns>
    public async Task<Result<BegunLogin>> BeginAsync(ExternalLoginStart start, CancellationToken cancellationToken)
    {
        // Compared exactly: a comparison of parts of a URL can be deceived.
        if (start.ReturnTo is not null && !_options.ReturnUrls.Contains(start.ReturnTo))
            return AuthError.OAuthReturnUrlNotAllowed;
        var issued = states.Issue(start.Route, start.UserId, start.ReturnTo, start.CodeChallenge);
        using var limit = TimeLimit(cancellationToken);
        var url = await start.Provider.CreateAuthorizationUrlAsync(
            new(start.RedirectUri, issued.State, start.Scope, issued.CodeChallenge, issued.Nonce), limit.Token);
        if (url.Succeeded(out var found, out var error))
            return new BegunLogin(found, issued.Cookie);
        metrics.CountExternalLogin(start.Provider.Name, error);
        return error;
    }

    /// <summary>Completes a login.</summary>
    /// <param name="end">The response of the provider.</param>
    /// <param name="rules">Which user the account belongs to.</param>
    public async Task<CompletedLogin> LoginAsync(ExternalLoginEnd end, AccountRules rules, CancellationToken cancellationToken)
    {
        var (flow, account) = await CompleteAsync(end, userId: null, cancellationToken);
        var user = account.Succeeded(out var found, out var error)
            ? await accounts.FindUserAsync(end.Provider, found, rules, cancellationToken)
            : error;
        metrics.CountExternalLogin(end.Provider.Name, user.Error);
        return new(user, flow) { Methods = ExternalMethods.Of(account.Value?.Methods ?? []) };
    }

    /// <summary>Completes the association of an account with a user.</summary>
    public async Task<CompletedLogin> AssociateAsync(ExternalLoginEnd end, User user, CancellationToken cancellationToken)
    {
        var (flow, account) = await CompleteAsync(end, user.Id, cancellationToken);
        var updated = account.Succeeded(out var found, out var error)
            ? await accounts.AssociateAsync(end.Provider, found, user, cancellationToken)
            : error;
        metrics.CountExternalLogin(end.Provider.Name, updated.Error);
        return new(updated, flow);
    }

    /// <summary>
    /// Verifies the response in the order of fastapi-users, except that the state is verified before the code is exchanged.
    /// </summary>
    private async Task<(LoginFlow? Flow, Result<ExternalAccount> Account)> CompleteAsync(
        ExternalLoginEnd end, Guid? userId, CancellationToken cancellationToken)
    {
        var reading = await states.ReadAsync(end.State, end.Cookie, end.Route, userId);
        if (end.Error is { } refusal)
            return (reading.Value, AuthError.OAuthRefused(refusal));
        if (string.IsNullOrEmpty(end.Code))
            return (reading.Value, AuthError.BadRequest);
        if (!reading.Succeeded(out var flow, out var error))
            return (null, error);
        if (!await states.TryUseAsync(flow, cancellationToken))
            return (flow, AuthError.OAuthInvalidState);
        using var limit = TimeLimit(cancellationToken);
        return (flow, await end.Provider.RedeemAsync(
            new(end.Code, end.Issuer, end.RedirectUri, flow.CodeVerifier, flow.Nonce), limit.Token));
    }

    private ProviderTimeLimit TimeLimit(CancellationToken cancellationToken) => new(_options, time, cancellationToken);
}

/// <summary>The beginning of an external login.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Route">The path of the routes of the login.</param>
/// <param name="RedirectUri">The URL to which the provider returns.</param>
/// <param name="UserId">The user who links an account; null for a login.</param>
/// <param name="Scope">The scopes; null for the defaults.</param>
/// <param name="ReturnTo">The URL to which the callback redirects, if any.</param>
/// <param name="CodeChallenge">The challenge of the client that redeems the login code, if any.</param>
public sealed record ExternalLoginStart(
    IExternalProvider Provider, string Route, string RedirectUri, Guid? UserId, string? Scope, string? ReturnTo,
    string? CodeChallenge);

/// <summary>A begun external login.</summary>
/// <param name="AuthorizationUrl">The URL at which the user logs in.</param>
/// <param name="Cookie">The value of the cookie that the browser needs for the callback.</param>
public sealed record BegunLogin(string AuthorizationUrl, string Cookie);

/// <summary>The response of the provider, which the browser carries to the callback.</summary>
/// <param name="Provider">The provider of the route.</param>
/// <param name="Route">The path of the routes of the login.</param>
/// <param name="RedirectUri">The redirect URI of the request.</param>
/// <param name="Code">The code, if any.</param>
/// <param name="State">The state, if any.</param>
/// <param name="Error">The error, if any.</param>
/// <param name="Issuer">The issuer, if any.</param>
/// <param name="Cookie">The cookie, if any.</param>
public sealed record ExternalLoginEnd(
    IExternalProvider Provider, string Route, string RedirectUri, string? Code, string? State, string? Error, string? Issuer,
    string? Cookie);

/// <summary>A completed external login.</summary>
/// <param name="User">The user, or the reason for the failure.</param>
/// <param name="Flow">The data of a verified state; null if the state is invalid.</param>
public sealed record CompletedLogin(Result<User> User, LoginFlow? Flow)
{
    /// <summary>The methods of the login.</summary>
    public AuthenticationMethods Methods { get; init; } = AuthenticationMethods.Of();
}
