using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Auth.Application.Backends;

namespace Auth.Application.Metrics;

/// <summary>
/// The instruments of the meter <c>Auth</c>. Names and units follow the semantic conventions of OpenTelemetry. Tags contain no
/// data about users, such as ids, e-mail addresses or IP addresses.
/// </summary>
public sealed class AuthMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Auth";

    // With common work factors, a hash takes 50 ms to 5 s. The time in the queue is in the same range under normal load.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 10],
    };

    private readonly ConcurrentQueue<(string Name, Func<int> Length)> _queues = new();
    private readonly Counter<long> _logins, _refreshes, _registrations, _issuedTokens, _refusedTokens, _mails, _externalLogins, _secondFactors,
        _passkeys, _rehashes;
    private readonly Histogram<double> _hashWait, _hashDuration;

    /// <summary>Creates the instruments.</summary>
    public AuthMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _logins = meter.CreateCounter<long>("auth.logins", "{login}", "Logins by outcome.");
        _refreshes = meter.CreateCounter<long>("auth.refreshes", "{refresh}", "Uses of refresh tokens by outcome.");
        _registrations = meter.CreateCounter<long>("auth.registrations", "{registration}", "Registered users.");
        _issuedTokens = meter.CreateCounter<long>("auth.tokens.issued", "{token}", "Issued tokens by kind.");
        _refusedTokens = meter.CreateCounter<long>(
            "auth.tokens.refused", "{token}", "Refused tokens by kind and reason.");
        _mails = meter.CreateCounter<long>("auth.mails", "{mail}", "Mails by outcome.");
        _externalLogins = meter.CreateCounter<long>(
            "auth.external_logins", "{login}", "Responses of external providers by provider and outcome.");
        _rehashes = meter.CreateCounter<long>(
            "auth.rehashes", "{rehash}", "Outdated password hashes after a login by outcome of their replacement.");
        _secondFactors = meter.CreateCounter<long>(
            "auth.second_factors", "{response}", "Responses of second factors by method and outcome.");
        _passkeys = meter.CreateCounter<long>("auth.passkeys", "{passkey}", "Changes and uses of passkeys by outcome.");
        _hashWait = meter.CreateHistogram(
            "auth.hash.time_in_queue", "s", "The time that a password waits to be hashed.", tags: null, Seconds);
        _hashDuration = meter.CreateHistogram(
            "auth.hash.duration", "s", "The duration of hashing a password, without the time in the queue.", tags: null, Seconds);
        meter.CreateObservableUpDownCounter(
            "auth.queue.length",
            () => _queues.Select(queue => new Measurement<long>(queue.Length(), Tag("auth.queue.name", queue.Name))),
            "{item}",
            "Waiting items: passwords to hash, outdated hashes and mails to send.");
    }

    /// <summary>Counts a login.</summary>
    public void CountLogin(string outcome) => _logins.Add(1, Tag("auth.outcome", outcome));

    /// <summary>Counts a use of a refresh token.</summary>
    public void CountRefresh(string outcome) => _refreshes.Add(1, Tag("auth.outcome", outcome));

    /// <summary>Counts a registered user.</summary>
    public void CountRegistration() => _registrations.Add(1);

    /// <summary>Counts an issued token. Uses of the token are not counted.</summary>
    public void CountIssuedToken(string kind) => _issuedTokens.Add(1, Tag("auth.token.kind", kind));

    /// <summary>Counts the access token and the refresh token of a login or a refresh.</summary>
    public void CountIssuedTokens()
    {
        CountIssuedToken(TokenKind.Access);
        CountIssuedToken(TokenKind.Refresh);
    }

    /// <summary>Counts a refused token.</summary>
    public void CountRefusedToken(string kind, TokenRefusal reason) =>
        _refusedTokens.Add(1, Tag("auth.token.kind", kind), Tag("auth.refusal.reason", NameOf(reason)));

    /// <summary>Counts a mail.</summary>
    public void CountMail(string outcome) => _mails.Add(1, Tag("auth.outcome", outcome));

    /// <summary>Counts an outdated password hash of a user who logged in.</summary>
    public void CountRehash(string outcome) => _rehashes.Add(1, Tag("auth.outcome", outcome));

    /// <summary>Counts a response of an external provider.</summary>
    /// <param name="provider">The name of the provider.</param>
    /// <param name="error">The error; null if an account was accepted.</param>
    public void CountExternalLogin(string provider, AuthError? error) => _externalLogins.Add(
        1, Tag("auth.provider", provider), Tag("auth.outcome", Outcome.Of(error)));

    /// <summary>Counts a response of a second factor.</summary>
    public void CountSecondFactor(string method, string outcome) => _secondFactors.Add(
        1, Tag("auth.second_factor.method", method), Tag("auth.outcome", outcome));

    /// <summary>Counts a change or a use of a passkey.</summary>
    public void CountPasskey(string outcome) => _passkeys.Add(1, Tag("auth.outcome", outcome));

    /// <summary>Records the computation of a hash.</summary>
    /// <param name="algorithm">The hash algorithm.</param>
    /// <param name="wait">The time from the request until a thread started the computation.</param>
    /// <param name="duration">The duration of the computation.</param>
    public void RecordHash(string algorithm, TimeSpan wait, TimeSpan duration)
    {
        var tag = Tag("auth.hash.algorithm", algorithm);
        _hashWait.Record(wait.TotalSeconds, tag);
        _hashDuration.Record(duration.TotalSeconds, tag);
    }

    /// <summary>Adds a queue whose length is measured on each collection.</summary>
    public void ObserveQueue(string name, Func<int> length) => _queues.Enqueue((name, length));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string NameOf(TokenRefusal reason) => reason switch
    {
        TokenRefusal.BadSignature => "bad_signature",
        TokenRefusal.WrongAudience => "wrong_audience",
        TokenRefusal.WrongIssuer => "wrong_issuer",
        TokenRefusal.Expired => "expired",
        TokenRefusal.NotYetValid => "not_yet_valid",
        TokenRefusal.Unknown => "unknown",
        TokenRefusal.WithoutSession => "without_session",
        TokenRefusal.SessionOver => "session_over",
        TokenRefusal.UnknownUser => "unknown_user",
        TokenRefusal.InactiveUser => "inactive_user",
        TokenRefusal.Outdated => "outdated",
        _ => "malformed",
    };
}
