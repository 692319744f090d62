using System.Text.Json;
using Auth.Infrastructure.Import;

namespace Auth.Tests.Unit.Import;

/// <summary>Values in MongoDB's Extended JSON, in the canonical, the relaxed and the old form.</summary>
public sealed class MongoValueTests
{
    [TestCase("""{"$oid":"65f0a1b2c3d4e5f601234567"}""", "65f0a1b2c3d4e5f601234567")]
    [TestCase("""{"$uuid":"5eed0000-0000-4000-8000-0000000abc01"}""", "5eed0000-0000-4000-8000-0000000abc01")]
    [TestCase("""{"$numberLong":"42"}""", 42L)]
    [TestCase("""{"$numberInt":"-1"}""", -1L)]
    [TestCase("""{"$numberDouble":"1.5"}""", 1.5)]
    [TestCase("42", 42L)]
    [TestCase("1.5", 1.5)]
    [TestCase("\"text\"", "text")]
    [TestCase("true", true)]
    [TestCase("null", null)]
    public void A_value_is_read(string json, object? value) =>
        Assert.That(MongoValue.Read(JsonElement.Parse(json)), value is null ? Is.Null : Is.TypeOf(value.GetType()).And.EqualTo(value));

    [TestCase("""{"$binary":{"base64":"Xu0AAAAAQACAAAAAAAq8AQ==","subType":"04"}}""")]
    [TestCase("""{"$binary":"Xu0AAAAAQACAAAAAAAq8AQ==","$type":"04"}""")]
    public void A_binary_UUID_is_read(string json) =>
        Assert.That(MongoValue.Read(JsonElement.Parse(json)), Is.EqualTo(new Guid("5eed0000-0000-4000-8000-0000000abc01")));

    [TestCase("""{"$date":"2026-11-24T15:21:55.121Z"}""")]
    [TestCase("""{"$date":{"$numberLong":"1795533715121"}}""")]
    [TestCase("""{"$date":1795533715121}""")]
    public void A_date_is_read(string json) => Assert.That(
        MongoValue.Read(JsonElement.Parse(json)), Is.EqualTo(DateTimeOffset.FromUnixTimeMilliseconds(1795533715121)));

    [TestCase("""{"$binary":{"base64":"AAAA","subType":"04"}}""")]
    [TestCase("""{"$oid":5}""")]
    [TestCase("""{"$unknown":"x"}""")]
    [TestCase("""{"name":"x"}""")]
    [TestCase("[1]")]
    public void Other_objects_and_lists_are_kept(string json) =>
        Assert.That(MongoValue.Read(JsonElement.Parse(json)), Is.TypeOf<JsonElement>());
}
