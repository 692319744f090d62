namespace Auth.Infrastructure.Passwords;

/// <summary>bcrypt's base64: that of RFC 4648 §4 with its own order of characters and without padding.</summary>
internal static class BCryptBase64
{
    private const string Standard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const string Own = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>Writes bytes as text.</summary>
    public static string Encode(byte[] bytes) => Translate(Convert.ToBase64String(bytes).TrimEnd('='), Standard, Own);

    /// <summary>Reads text of the right characters and length; bits behind the last whole byte do not count.</summary>
    public static byte[] Decode(string text) =>
        Convert.FromBase64String(Translate(text, Own, Standard).PadRight((text.Length + 3) / 4 * 4, '='));

    private static string Translate(string text, string from, string to) =>
        string.Create(text.Length, (text, from, to), static (characters, state) =>
        {
            for (var i = 0; i < characters.Length; i++)
                characters[i] = state.to[state.from.IndexOf(state.text[i], StringComparison.Ordinal)];
        });
}
