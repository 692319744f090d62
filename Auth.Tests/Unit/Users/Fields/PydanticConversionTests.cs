using System.Text.Json;
using System.Text.Json.Nodes;
using Auth.Application.Users.Fields;

namespace Auth.Tests.Unit.Users.Fields;

/// <summary>Tests that values are converted as pydantic 2.13 does. <c>record_pydantic.py</c> recorded its results.</summary>
public sealed class PydanticConversionTests
{
    private static readonly string Recordings = SourceTree.PathOf("Auth.Tests", "Unit", "Users", "Fields", "pydantic.jsonl");

    private static IEnumerable<TestCaseData> Recorded() => File.ReadLines(Recordings).Select(line =>
    {
        var recorded = JsonNode.Parse(line)!.AsObject();
        return new TestCaseData(line).SetArgDisplayNames(
            $"{recorded["type"]} {recorded["pattern"]} {recorded["max_length"]} {recorded["input"]!.ToJsonString()}");
    });

    [TestCaseSource(nameof(Recorded))]
    public void A_value_is_converted_or_refused_as_by_pydantic(string line)
    {
        var recorded = JsonNode.Parse(line)!.AsObject();
        var field = SomeField.Create(options =>
        {
            options.Type = Enum.Parse<UserFieldType>(recorded["type"]!.GetValue<string>());
            options.MaxLength = recorded["max_length"]?.GetValue<int>();
            options.Pattern = recorded["pattern"]?.GetValue<string>();
        });
        List<UserFieldProblem> problems = [];

        var value = field.Convert(JsonElement.Parse(recorded["input"]!.GetValue<string>()), problems);

        if (recorded.TryGetPropertyValue("errors", out var errors))
        {
            Assert.That(value, Is.Null);
            Assert.That(new JsonArray([.. problems.Select(ToJson)]).ToJsonString(), Is.EqualTo(errors!.ToJsonString()));
        }
        else
        {
            Assert.That(problems, Is.Empty);
            Assert.That(
                JsonNode.DeepEquals(JsonNode.Parse(value!.Value.GetRawText()), recorded["value"]), value.Value.GetRawText());
        }
    }

    private static JsonObject ToJson(UserFieldProblem problem) => new()
    {
        ["loc"] = JsonSerializer.SerializeToNode(problem.Path),
        ["type"] = problem.Type,
        ["msg"] = problem.Message,
        ["ctx"] = problem.Context is { } rule
            ? new JsonObject { [rule.Key] = JsonSerializer.SerializeToNode(rule.Value) }
            : null,
    };
}
