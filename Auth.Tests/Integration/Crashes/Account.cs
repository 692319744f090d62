namespace Auth.Tests.Integration.Crashes;

/// <summary>What a client knows of its account: what was acknowledged, and what it has asked for and not been told of.</summary>
internal sealed class Account
{
    /// <summary>The address.</summary>
    public string Email { get; } = AuthServer.NewEmail();

    /// <summary>The password that was acknowledged last; null as long as the registration is not.</summary>
    public string? Password { get; private set; }

    /// <summary>The password before that.</summary>
    public string? FormerPassword { get; private set; }

    /// <summary>The password of a request that is not answered yet.</summary>
    public string? AskedFor { get; private set; }

    /// <summary>The access token of the session that asked for the last change, and that of another, which the change ends.</summary>
    public (string Changer, string Bystander)? Sessions { get; private set; }

    /// <summary>Notes a password before it is sent.</summary>
    /// <returns>The password.</returns>
    public string Ask((string Changer, string Bystander)? sessions)
    {
        Sessions = sessions;
        return AskedFor = $"{Guid.NewGuid():N}";
    }

    /// <summary>Notes whether the password asked for is the user's now.</summary>
    public void Settle(bool isDone)
    {
        if (isDone)
            (FormerPassword, Password) = (Password, AskedFor);
        AskedFor = null;
    }
}
