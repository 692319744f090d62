using System.Diagnostics;
using System.Text.Json;
using Auth.Application.Users.Fields;

namespace Auth.Tests.Unit.Users.Fields;

/// <summary>Tests of values that pydantic accepts, and that not every client and database can represent.</summary>
public sealed class FieldBoundsTests
{
    [TestCase(UserFieldType.Integer, "9223372036854775808", "int_parsing_size")]
    [TestCase(UserFieldType.Integer, "-9223372036854775809", "int_parsing_size")]
    [TestCase(UserFieldType.Integer, "\"9223372036854775808\"", "int_parsing_size")]
    [TestCase(UserFieldType.String, "\"\\ud800\"", "string_type")]
    [TestCase(UserFieldType.Integer, "\"\\ud800\"", "string_unicode")]
    [TestCase(UserFieldType.Number, "\"\\ud800\"", "string_unicode")]
    [TestCase(UserFieldType.Boolean, "\"\\ud800\"", "string_unicode")]
    [TestCase(UserFieldType.Date, "\"\\ud800\"", "string_unicode")]
    [TestCase(UserFieldType.StringList, "[\"\\udc00\"]", "string_type")]
    [TestCase(UserFieldType.Object, "{\"a\":\"\\ud800\"}", "string_unicode")]
    [TestCase(UserFieldType.Object, "{\"a\":[{\"\\ud800\":1}]}", "string_unicode")]
    [TestCase(UserFieldType.Object, "{\"a\":1e999}", "finite_number")]
    [TestCase(UserFieldType.Object, "{\"a\":[-1e999]}", "finite_number")]
    public void A_value_that_cannot_be_represented_is_refused(UserFieldType type, string input, string problem) =>
        Assert.That(ProblemsOf(type, input), Is.EqualTo([problem]));

    [Test]
    public void A_number_of_400_digits_is_refused()
    {
        var number = new string('9', 400);

        Assert.That(ProblemsOf(UserFieldType.Number, number), Is.EqualTo(["finite_number"]));
        Assert.That(ProblemsOf(UserFieldType.Integer, number), Is.EqualTo(["int_parsing_size"]));
    }

    [TestCase(16, null)]
    [TestCase(17, "value_error")]
    [TestCase(63, "value_error")]
    public void Objects_are_nested_up_to_16_levels(int depth, string? problem)
    {
        var input = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "[]" + new string('}', depth - 1);

        Assert.That(ProblemsOf(UserFieldType.Object, input), Is.EqualTo(problem is null ? Array.Empty<string>() : [problem]));
    }

    [Test]
    public void A_list_reports_at_most_16_problems() =>
        Assert.That(ProblemsOf(UserFieldType.StringList, $"[{string.Join(',', Enumerable.Repeat("0", 20_000))}]"), Has.Count.EqualTo(16));

    [Test]
    public void A_pattern_takes_linear_time()
    {
        var field = SomeField.Create(options => options.Pattern = "^(([a-z])+.)+[A-Z]([a-z])+$");
        var input = JsonSerializer.SerializeToElement(new string('a', 60_000));
        List<UserFieldProblem> problems = [];
        var elapsed = Stopwatch.StartNew();

        field.Convert(input, problems);

        // With backtracking, 40 letters take longer than the age of the universe.
        Assert.That(elapsed.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        Assert.That(problems.Single().Type, Is.EqualTo("string_pattern_mismatch"));
    }

    [Test]
    public void A_value_for_tokens_has_at_most_384_bytes()
    {
        var field = SomeField.Create(options => options.InToken = true);

        Assert.Multiple(() =>
        {
            Assert.That(field.Parse(new string('é', 191), []), Is.Not.Null);
            Assert.That(field.Parse(new string('é', 192), []), Is.Null);
        });
    }

    private static List<string> ProblemsOf(UserFieldType type, string input)
    {
        List<UserFieldProblem> problems = [];
        var value = SomeField.Create(options => options.Type = type).Convert(JsonElement.Parse(input), problems);
        Assert.That(value is null, Is.EqualTo(problems.Count > 0));
        return [.. problems.Select(problem => problem.Type)];
    }
}
