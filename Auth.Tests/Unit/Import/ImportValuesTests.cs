using Auth.Application.Users.Import;
using Auth.Domain.Users;

namespace Auth.Tests.Unit.Import;

public sealed class ImportValuesTests
{
    [TestCase(true, true, false)]
    [TestCase(1L, true, false)]
    [TestCase(0L, false, false)]
    [TestCase(1.0, true, true)]
    [TestCase("true", true, false)]
    [TestCase("0", false, false)]
    [TestCase("t", true, true)]
    [TestCase("F", false, true)]
    [TestCase(" yes ", true, true)]
    [TestCase(null, false, true)]
    public void A_flag_is_read(object? value, bool flag, bool isRepaired) =>
        Assert.That(ImportValues.ReadFlag(value), Is.EqualTo((flag, isRepaired)));

    [TestCase(2L)]
    [TestCase(0.5)]
    [TestCase("")]
    [TestCase("maybe")]
    public void Other_values_are_no_flags(object value) => Assert.That(ImportValues.ReadFlag(value), Is.Null);

    [TestCase("5eed0000-0000-4000-8000-000000000def", false)]
    [TestCase("5EED0000-0000-4000-8000-000000000DEF", true)]
    [TestCase("5eed0000000040008000000000000def", true)]
    [TestCase("{5eed0000-0000-4000-8000-000000000def}", true)]
    [TestCase("urn:uuid:5eed0000-0000-4000-8000-000000000def", true)]
    [TestCase(" 5eed0000-0000-4000-8000-000000000def", true)]
    public void A_UUID_has_several_notations(string text, bool isRepaired) => Assert.That(
        ImportValues.ReadId(text),
        Is.EqualTo(new ForeignUserId(new Guid("5eed0000-0000-4000-8000-000000000def"), null, isRepaired)));

    [Test]
    public void Sixteen_bytes_are_a_UUID() => Assert.That(
        ImportValues.ReadId(Convert.FromHexString("5eed0000000040008000000000000def"))!.Value.Id,
        Is.EqualTo(new Guid("5eed0000-0000-4000-8000-000000000def")));

    /// <summary>Computed with Python's <c>uuid.uuid5</c>.</summary>
    [TestCase(1000L)]
    [TestCase("1000")]
    public void Another_id_becomes_a_version_5_UUID(object id) => Assert.That(
        ImportValues.ReadId(id), Is.EqualTo(new ForeignUserId(new Guid("70308df1-81c4-56b5-b7f1-d0a81683d230"), "1000", false)));

    [TestCase("")]
    [TestCase("é")]
    [TestCase("two words")]
    [TestCase("line\n")]
    [TestCase(true)]
    [TestCase(null)]
    public void Other_values_are_no_ids(object? value) => Assert.That(ImportValues.ReadId(value), Is.Null);

    [Test]
    public void An_id_has_at_most_128_characters()
    {
        Assert.That(ForeignId.IsValid(new string('x', 128)));
        Assert.That(ForeignId.IsValid(new string('x', 129)), Is.False);
    }

    [TestCase("2026-11-24 15:21:55.121424", 1795533715121)]
    [TestCase("2026-11-24T15:21:55Z", 1795533715000)]
    [TestCase("2026-11-24 17:21:55.5+02", 1795533715500)]
    [TestCase("2026-11-24 17:21:55+02:00", 1795533715000)]
    [TestCase(1795533715L, 1795533715000)]
    [TestCase(1795533715121L, 1795533715121)]
    public void A_time_is_read_in_UTC(object value, long milliseconds) =>
        Assert.That(ImportValues.ReadTime(value)?.ToUnixTimeMilliseconds(), Is.EqualTo(milliseconds));

    [TestCase("yesterday")]
    [TestCase("infinity")]
    [TestCase(long.MaxValue)]
    [TestCase(-5L)]
    [TestCase(null)]
    public void Other_values_are_no_times(object? value) => Assert.That(ImportValues.ReadTime(value), Is.Null);
}
