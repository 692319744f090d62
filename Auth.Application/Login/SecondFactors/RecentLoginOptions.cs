using System.ComponentModel.DataAnnotations;

namespace Auth.Application.Login.SecondFactors;

/// <summary>The age of the login that sensitive changes accept: <c>Auth:RequireRecentLogin</c>.</summary>
public sealed class RecentLoginOptions
{
    /// <summary>
    /// The maximum number of seconds since the login or the last step-up; 0 for any. Changes of second factors always require the
    /// current password or a login within <see cref="DefaultSeconds"/>.
    /// </summary>
    [Range(0, AuthOptions.LongestLifetimeSeconds)] public int Seconds { get; set; }

    /// <summary>The seconds for changes of second factors if <see cref="Seconds"/> is 0.</summary>
    internal const int DefaultSeconds = 600;
}
