namespace Auth.ReferenceHashes;

/// <summary>The hashers of Debian's python3-django.</summary>
internal static class Django
{
    private const string Script = """
        import sys
        from django.conf import settings
        settings.configure()
        from django.contrib.auth import hashers
        for line in sys.stdin:
            name, password, parameters = line.strip().split(",", 2)
            hasher = getattr(hashers, name)()
            for parameter in parameters.split(","):
                attribute, value = parameter.split("=")
                setattr(hasher, attribute, int(value))
            print(hasher.encode(bytes.fromhex(password).decode(), hasher.salt()))
        """;

    /// <summary>Whether Django, and the libraries of its hashers, are installed and contain a hasher.</summary>
    public static bool Contains(string hasher) => Python.CanRun(
        "import argon2, bcrypt; from django.conf import settings; settings.configure(); "
        + $"from django.contrib.auth.hashers import {hasher}");

    /// <summary>Hashes passwords in UTF-8 with a hasher such as <c>PBKDF2PasswordHasher</c> and random salts.</summary>
    /// <param name="hasher">The name of the class.</param>
    /// <param name="parameters">Attributes of the hasher, such as <c>iterations=1000</c>.</param>
    /// <param name="passwords">The passwords.</param>
    public static string[] Hash(string hasher, string parameters, IEnumerable<byte[]> passwords) =>
        Python.Run(Script, passwords.Select(password => $"{hasher},{Convert.ToHexString(password)},{parameters}"));
}
