namespace Auth.Infrastructure.Passwords;

/// <summary>The base64 encoding of bcrypt: RFC 4648 §4 with a different alphabet order and without padding.</summary>
internal static class BCryptBase64
{
    private const string Standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const string Own = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Encodes bytes as text.</summary>
    public static string Encode(byte[] bytes) => Translate(Convert.ToBase64String(bytes).TrimEnd('='), Standard, Own);

    /// <summary>Decodes text of valid characters and length. Bits after the last whole byte are ignored.</summary>
    public static byte[] Decode(string text) =>
        Convert.FromBase64String(Translate(text, Own, Standard).PadRight((text.Length + 3) / 4 * 4, '='));

    private static string Translate(string text, string from, string to) =>
        string.Create(text.Length, (text, from, to), static (characters, state) =>
        {
            for (var i = 0; i < characters.Length; i++)
                characters[i] = state.to[state.from.IndexOf(state.text[i], StringComparison.Ordinal)];
        });
}
