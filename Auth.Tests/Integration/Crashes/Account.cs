namespace Auth.Tests.Integration.Crashes;

/// <summary>The client's view of an account: the acknowledged passwords and the pending request.</summary>
internal sealed class Account
{
    /// <summary>The e-mail address.</summary>
    public string Email { get; } = AuthServer.NewEmail();

    /// <summary>The last acknowledged password; null before the registration is acknowledged.</summary>
    public string? Password { get; private set; }

    /// <summary>The previous password.</summary>
    public string? FormerPassword { get; private set; }

    /// <summary>The password of a request that is not answered yet.</summary>
    public string? AskedFor { get; private set; }

    /// <summary>
    /// The access tokens of the session that requested the last change and of another one, which the change revokes.
    /// </summary>
    public (string Changer, string Bystander)? Sessions { get; private set; }

    /// <summary>Records a password before it is sent.</summary>
    /// <returns>The password.</returns>
    public string Ask((string Changer, string Bystander)? sessions)
    {
        Sessions = sessions;
        return AskedFor = $"{Guid.NewGuid():N}";
    }

    /// <summary>Records whether the requested password is now the user's password.</summary>
    public void Settle(bool isDone)
    {
        if (isDone)
            (FormerPassword, Password) = (Password, AskedFor);
        AskedFor = null;
    }
}
