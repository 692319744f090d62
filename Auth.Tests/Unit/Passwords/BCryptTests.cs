namespace Auth.Tests.Unit.Passwords;

public sealed class BCryptTests
{
    private const string Hash = "$2b$04$CCCCCCCCCCCCCCCCCCCCC.";

    [Test]
    public void A_new_hash_verifies() => Assert.That(BCrypt.Verify("pässword", BCrypt.HashPassword("pässword", 4)), Is.True);

    [Test]
    public void Another_password_does_not_verify() =>
        Assert.That(BCrypt.Verify("Password", BCrypt.HashPassword("password", 4)), Is.False);

    [Test]
    public void A_new_hash_contains_its_revision_and_work_factor() =>
        Assert.That(BCrypt.HashPassword("password", 5), Does.Match(@"^\$2b\$05\$[./A-Za-z0-9]{53}$"));

    [Test]
    public void Two_hashes_of_one_password_differ() =>
        Assert.That(Enumerable.Range(0, 2).Select(_ => BCrypt.HashPassword("password", 4)), Is.Unique);

    [TestCase('a')]
    [TestCase('b')]
    [TestCase('y')]
    public void Every_revision_verifies(char revision)
    {
        var hash = BCrypt.HashPassword("password", 4).Replace("$2b$", $"$2{revision}$", StringComparison.Ordinal);
        Assert.That(BCrypt.Verify("password", hash), Is.True);
    }

    [TestCase("$2x$")]
    [TestCase("$2$")]
    [TestCase("$2B$")]
    [TestCase("2b$")]
    [TestCase(" $2b$")]
    public void A_hash_with_another_prefix_does_not_verify(string prefix)
    {
        var hash = BCrypt.HashPassword("password", 4).Replace("$2b$", prefix, StringComparison.Ordinal);
        Assert.That(BCrypt.Verify("password", hash), Is.False);
    }

    [TestCase("00")]
    [TestCase("03")]
    [TestCase("32")]
    [TestCase("99")]
    [TestCase("4")]
    [TestCase("004")]
    [TestCase("+4")]
    [TestCase(" 4")]
    [TestCase("-4")]
    [TestCase("٠٤")]
    public void A_hash_with_an_unsupported_work_factor_does_not_verify(string workFactor)
    {
        var hash = BCrypt.HashPassword("password", 4).Replace("$04$", $"${workFactor}$", StringComparison.Ordinal);
        Assert.That(BCrypt.Verify("password", hash), Is.False);
    }

    [TestCase("")]
    [TestCase("$")]
    [TestCase("$2b$04$")]
    [TestCase(Hash)]
    [TestCase(Hash + "7uG0VCzI2bS7j6ymqJi9CdcdxiRTWN")]
    [TestCase(Hash + "7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNyy")]
    [TestCase(Hash + "7uG0VCzI2bS7j6ymqJi9CdcdxiRTWN!")]
    [TestCase(Hash + "7uG0VCzI2bS7j6ymqJi9CdcdxiRTWN\n")]
    [TestCase(Hash + "7uG0VCzI2bS7j6ymqJi9CdcdxiRTWN=")]
    [TestCase(Hash + "7uG0VCzI2bS7j6ymqJi9CdcdxiRTW\0y")]
    [TestCase(Hash + "7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNé")]
    [TestCase("plain")]
    [TestCase("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    public void A_malformed_hash_does_not_verify(string hash) => Assert.That(BCrypt.Verify("", hash), Is.False);

    [Test]
    public void A_hash_with_a_trailing_line_break_does_not_verify() =>
        Assert.That(BCrypt.Verify("password", BCrypt.HashPassword("password", 4) + "\n"), Is.False);

    [Test]
    public void Every_character_of_the_digest_is_significant()
    {
        var hash = BCrypt.HashPassword("password", 4);
        var changed = Enumerable.Range(29, 31).Select(i => hash[..i] + (hash[i] == 'O' ? 'e' : 'O') + hash[(i + 1)..]);
        Assert.That(changed.Where(other => BCrypt.Verify("password", other)), Is.Empty);
    }

    [Test]
    public void Bytes_after_the_72nd_are_ignored() =>
        Assert.That(BCrypt.Verify(new string('ä', 36) + "b", BCrypt.HashPassword(new string('ä', 36) + "c", 4)), Is.True);

    [Test]
    public void The_72nd_byte_is_significant() =>
        Assert.That(BCrypt.Verify(new string('a', 71) + "b", BCrypt.HashPassword(new string('a', 71) + "c", 4)), Is.False);

    [Test]
    public void Bytes_after_a_NUL_are_ignored() =>
        Assert.That(BCrypt.Verify("abc\0d", BCrypt.HashPassword("abc", 4)), Is.True);

    [Test]
    public void A_lone_surrogate_is_replaced_by_U_FFFD() =>
        Assert.That(BCrypt.Verify("a\uD800", BCrypt.HashPassword("a\uFFFD", 4)), Is.True);
}
