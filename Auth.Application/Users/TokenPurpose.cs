namespace Auth.Application.Users;

/// <summary>What a token that is mailed to a user is good for.</summary>
public enum TokenPurpose
{
    /// <summary>Showing that mail to the address reaches its user.</summary>
    Verify,

    /// <summary>Setting another password.</summary>
    ResetPassword,
}
