using System.Text.Json;

namespace Auth.Application.Users.Fields;

/// <summary>Strings of JSON values.</summary>
internal static class JsonText
{
    /// <summary>Returns the text of a JSON string.</summary>
    /// <returns>False if it contains an unpaired surrogate, which JSON allows (RFC 8259 §8.2) and Unicode does not.</returns>
    public static bool TryGet(JsonElement value, out string text)
    {
        try
        {
            text = value.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>Returns the name of a member.</summary>
    /// <returns>False if it contains an unpaired surrogate.</returns>
    public static bool TryGetName(JsonProperty member, out string name)
    {
        try
        {
            name = member.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = "";
            return false;
        }
    }

    /// <summary>Counts code points, as Python does.</summary>
    public static int CountCharacters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
