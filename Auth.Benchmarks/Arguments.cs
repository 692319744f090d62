using System.Globalization;

namespace Auth.Benchmarks;

/// <summary>The arguments of a verb: switches, and names followed by a number or a text.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<string, string> _texts = [];
    private readonly HashSet<string> _switches = [];

    /// <summary>Parses the arguments. Returns false if one is unknown, or a number is missing or not above 0.</summary>
    public static bool TryParse(
        string[] args, string[] numbers, string[] switches, out Arguments arguments, params string[] texts)
    {
        arguments = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            if (switches.Contains(args[i]))
                arguments._switches.Add(args[i]);
            else if (numbers.Contains(args[i]) && ReadNumber(args.ElementAtOrDefault(i + 1)) is { } number)
                arguments._numbers[args[i++]] = number;
            else if (texts.Contains(args[i]) && i + 1 < args.Length)
                arguments._texts[args[i]] = args[++i];
            else
                return false;
        }

        return true;
    }

    /// <summary>Whether the switch is present.</summary>
    public bool Has(string name) => _switches.Contains(name);

    /// <summary>Returns the number after the name, or the default if the name is absent.</summary>
    public int Number(string name, int otherwise) => _numbers.GetValueOrDefault(name, otherwise);

    /// <summary>Returns the text after the name; null if the name is absent.</summary>
    public string? Text(string name) => _texts.GetValueOrDefault(name);

    private static int? ReadNumber(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
