using System.Collections.Concurrent;
using System.Net;

namespace Auth.Benchmarks.Rotation;

/// <summary>The answers that a while of load got.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(bool IsLogin, string Answer), int> _answers = [];

    /// <summary>How many requests were made.</summary>
    public int Requests => Count(_ => true);

    /// <summary>How many of them were logins.</summary>
    public int Logins => Count(request => request.IsLogin);

    /// <summary>Logins that were not answered with 200.</summary>
    public int LostLogins => Count(request => request is { IsLogin: true, Answer: not "200" });

    /// <summary>Reads with a good token that were answered with 401.</summary>
    public int RefusedReads => Count(request => request is { IsLogin: false, Answer: "401" });

    /// <summary>Requests of whatever kind that did not get what they should.</summary>
    public int Failures => Count(request => request.Answer != "200");

    /// <summary>How many answers there were of each kind.</summary>
    public string Answers => string.Join(", ", _answers.GroupBy(pair => pair.Key.Answer).OrderBy(group => group.Key)
        .Select(group => $"{group.Sum(pair => pair.Value):N0} × {group.Key}"));

    /// <summary>The sum of several.</summary>
    public static Tally Sum(IEnumerable<Tally> tallies)
    {
        var sum = new Tally();
        foreach (var (request, count) in tallies.SelectMany(tally => tally._answers))
            sum._answers.AddOrUpdate(request, count, (_, before) => before + count);
        return sum;
    }

    /// <summary>Counts an answer.</summary>
    /// <param name="isLogin">Whether it is that of a login; otherwise of a read.</param>
    /// <param name="status">The status; null when no answer came.</param>
    /// <param name="isRight">Whether it says what it should.</param>
    public void Add(bool isLogin, HttpStatusCode? status, bool isRight = true)
    {
        var answer = status is null ? "no answer" : isRight ? $"{(int)status}" : "a wrong answer";
        _answers.AddOrUpdate((isLogin, answer), 1, (_, before) => before + 1);
    }

    private int Count(Func<(bool IsLogin, string Answer), bool> predicate) =>
        _answers.Where(pair => predicate(pair.Key)).Sum(pair => pair.Value);
}
