using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Auth.Api.Hosting;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace Auth.Tests.Unit;

/// <summary>docs/configuration.md and the examples in other files name the settings of the options classes.</summary>
public sealed partial class ConfigurationDocumentTests
{
    private static readonly string Document = SourceTree.PathOf("docs", "configuration.md");

    private static readonly Dictionary<string, Setting> Settings =
        SettingsOf(new AuthApiOptions(), "").ToDictionary(setting => setting.Name);

    // A row can name several settings with the same default.
    private static readonly Row[] Rows = [.. File.ReadLines(Document)
        .TakeWhile(line => line != "## Settings outside `Auth`")
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .Where(cells => cells.Length == 6)
        .SelectMany(cells => Code().Matches(cells[1]).Select(name => new Row(name.Groups[1].Value, cells[2], cells[3])))];

    [Test]
    public void Every_setting_has_one_row_and_every_row_names_a_setting() =>
        Assert.That(Rows.Select(row => row.Name), Is.EquivalentTo(Settings.Keys));

    [Test]
    public void A_row_states_the_default_of_its_setting()
    {
        var wrong = Rows.Where(row => Settings.TryGetValue(row.Name, out var setting) && !IsDefault(row.Default, setting.Default));

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void A_row_states_the_range_of_its_setting()
    {
        var wrong = Rows.Where(row => Settings.TryGetValue(row.Name, out var setting) && setting.Range is { } range
            && !row.Bounds.Replace(",", "", StringComparison.Ordinal).Contains(
                range.Maximum is int.MaxValue ? $"{range.Minimum} or more" : $"{range.Minimum}–{range.Maximum}",
                StringComparison.Ordinal));

        Assert.That(wrong, Is.Empty);
    }

    [TestCase("docker-compose.yml")]
    [TestCase("Dockerfile")]
    [TestCase("README.md")]
    [TestCase("docs/*.md")]
    [TestCase("docs/openapi.json")]
    [TestCase("docs/decisions/*.md")]
    [TestCase("deploy/*")]
    [TestCase("Auth.Api/Properties/*.json")]
    public void Other_files_name_existing_settings_only(string files)
    {
        var sections = Settings.Keys.SelectMany(name => Enumerable.Range(1, name.Count(c => c == ':') + 1)
            .Select(parts => string.Join(':', name.Split(':').Take(parts)))).ToHashSet();
        var (folder, pattern) = (Path.GetDirectoryName(files)!, Path.GetFileName(files));
        var texts = Directory.GetFiles(SourceTree.PathOf(folder), pattern).Select(File.ReadAllText).ToList();
        var named = texts.SelectMany(text => Named().Matches(text))
            .Select(match => Index().Replace(match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal), ":n"));

        Assert.That(texts, Is.Not.Empty);
        Assert.That(named.Where(name => !sections.Contains(name)), Is.Empty);
    }

    /// <summary>A default that depends on the environment or on other settings is described in words.</summary>
    private static bool IsDefault(string cell, object? value) => value switch
    {
        null => cell.Length == 0 || Code().Replace(cell, "", 1).Trim().Length > 0,
        IEnumerable and not string => cell == "none",
        bool flag => cell == $"`{(flag ? "true" : "false")}`",
        _ => Code().Match(cell) is { Index: 0 } stated
            && stated.Groups[1].Value == string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    private static IEnumerable<Setting> SettingsOf(object options, string section)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (name, type, value) = (section + property.Name, property.PropertyType, property.GetValue(options));
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            {
                var item = type.GetGenericArguments()[1];
                foreach (var setting in IsSection(item)
                    ? SettingsOf(Activator.CreateInstance(item)!, $"{name}:NAME:")
                    : [new Setting($"{name}:NAME", value, Range: null)])
                {
                    yield return setting;
                }
            }
            else if (type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type))
            {
                var item = type.GetGenericArguments()[0];
                foreach (var setting in IsSection(item)
                    ? SettingsOf(Activator.CreateInstance(item)!, $"{name}:n:")
                    : [new Setting($"{name}:n", value, Range: null)])
                {
                    yield return setting;
                }
            }
            else if (IsSection(type))
            {
                foreach (var setting in SettingsOf(value!, $"{name}:"))
                    yield return setting;
            }
            else
            {
                yield return new(name, value, property.GetCustomAttribute<RangeAttribute>());
            }
        }
    }

    private static bool IsSection(Type type) => type.IsClass && type != typeof(string);

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\bAuth(?:__|:)([A-Z][A-Za-z0-9]*(?:(?:__|:)(?:[A-Z][A-Za-z0-9]*|\d+|n\b))*)")]
    private static partial Regex Named();

    [GeneratedRegex(@":\d+\b")]
    private static partial Regex Index();

    private sealed record Setting(string Name, object? Default, RangeAttribute? Range);

    private sealed record Row(string Name, string Default, string Bounds);
}
