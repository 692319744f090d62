using System.Text.Json;
using Auth.Application.Users.Fields;

namespace Auth.Tests.Unit.Users.Fields;

public sealed class StoredFieldsTests
{
    [TestCase(null, """{"a":1}""", """{"a":1}""")]
    [TestCase("""{"a":1,"b":2}""", """{"b":3}""", """{"a":1,"b":3}""")]
    [TestCase("""{"a":1,"b":2}""", """{"a":null}""", """{"b":2}""")]
    [TestCase("""{"a":1}""", """{"a":null}""", null)]
    [TestCase("""{"a":1}""", "{}", """{"a":1}""")]
    [TestCase("""{"old":{"x":[1e5,"\u0000"]}}""", """{"a":"é"}""", """{"old":{"x":[1e5,"\u0000"]},"a":"é"}""")]
    [TestCase(null, """{"a":"😀\u2028"}""", """{"a":"\uD83D\uDE00\u2028"}""")]
    [TestCase("not JSON", """{"a":1}""", """{"a":1}""")]
    [TestCase("[1]", """{"a":1}""", """{"a":1}""")]
    [TestCase("""{"a":1,"a":2}""", """{"b":1}""", """{"a":2,"b":1}""")]
    public void A_merge_changes_the_given_values_only(string? stored, string changes, string? expected)
    {
        Assert.That(StoredFields.TryMerge(stored, ValuesOf(changes), out var merged));

        Assert.That(merged, Is.EqualTo(expected));
    }

    [Test]
    public void The_stored_text_has_at_most_16_KiB()
    {
        var longest = new string('a', StoredFields.MaxBytes - """{"a":""}""".Length);

        Assert.Multiple(() =>
        {
            Assert.That(StoredFields.TryMerge(null, ValuesOf($$"""{"a":"{{longest}}"}"""), out _));
            Assert.That(StoredFields.TryMerge(null, ValuesOf($$"""{"a":"{{longest}}a"}"""), out _), Is.False);
            Assert.That(StoredFields.TryMerge(null, ValuesOf($$"""{"a":"{{longest[2..]}}é"}"""), out _));
            Assert.That(StoredFields.TryMerge(null, ValuesOf($$"""{"a":"{{longest[1..]}}é"}"""), out _), Is.False);
        });
    }

    [Test]
    public void Text_that_is_too_long_can_become_shorter()
    {
        var stored = $$"""{"a":"{{new string('a', 20_000)}}","b":1}""";

        Assert.Multiple(() =>
        {
            Assert.That(StoredFields.TryMerge(stored, ValuesOf("""{"b":null}"""), out _));
            Assert.That(StoredFields.TryMerge(stored, ValuesOf("""{"c":1}"""), out _), Is.False);
        });
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("not JSON")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("{}")]
    [TestCase("""{"field0":null,"field1":null}""")]
    [TestCase("""{"field0":5,"field1":"5"}""")]
    [TestCase("""{"field0":{},"field1":1e999}""")]
    [TestCase("""{"FIELD0":"x","field1":9223372036854775808}""")]
    [TestCase("""{"field0":"\ud800","field1":1}""")]
    [TestCase("""{"\ud800":1,"field0":"x"}""")]
    public void A_field_without_a_value_of_its_type_has_its_default_or_null(string? stored)
    {
        var fields = SomeField.Of(_ => { }, options => (options.Type, options.Default) = (UserFieldType.Integer, "7"));

        Assert.That(fields.Read(stored).Select(value => value.GetRawText()), Is.EqualTo(["null", "7"]));
    }

    [Test]
    public void Values_are_returned_in_the_declared_order()
    {
        var fields = SomeField.Of(_ => { }, options => options.Type = UserFieldType.Date);

        var values = fields.Read("""{"field1":"2024-02-29","unknown":1,"field0":"x"}""");

        Assert.That(values.Select(value => value.GetRawText()), Is.EqualTo(["\"x\"", "\"2024-02-29\""]));
    }

    private static Dictionary<string, JsonElement> ValuesOf(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value);
}
