using System.Globalization;

namespace Auth.Benchmarks;

/// <summary>What follows a verb: switches, and names with a number behind them.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly HashSet<string> _switches = [];

    /// <summary>Reads the arguments; false where one is not known, or a number is missing or not above 0.</summary>
    public static bool TryParse(string[] args, string[] numbers, string[] switches, out Arguments arguments)
    {
        arguments = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            if (switches.Contains(args[i]))
                arguments._switches.Add(args[i]);
            else if (numbers.Contains(args[i]) && ReadNumber(args.ElementAtOrDefault(i + 1)) is { } number)
                arguments._numbers[args[i++]] = number;
            else
                return false;
        }

        return true;
    }

    /// <summary>Whether the switch is there.</summary>
    public bool Has(string name) => _switches.Contains(name);

    /// <summary>The number behind the name, or the one to take without it.</summary>
    public int Number(string name, int otherwise) => _numbers.GetValueOrDefault(name, otherwise);

    private static int? ReadNumber(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
