using Composerp.InventoryLedger.Domain;

namespace Composerp.InventoryLedger.Tests.Simulation;

/// <summary>One effect per id: all that was acknowledged, nothing that was refused, nothing that nobody sent.</summary>
internal static class HistoryCheck
{
    /// <summary>Finds for everything that is stored how and when it was told.</summary>
    public static void AssertIsKept(StoredLog log, History history)
    {
        foreach (var tellings in history.Movements)
        {
            var answers = tellings.Where(telling => telling.Fate == Fate.Posted).ToArray();
            Assert.True(
                answers.Select(telling => telling.Text).Distinct().Count() <= 1,
                $"{tellings.Key} was answered {string.Join(" and ", answers.Select(telling => telling.Text).Distinct())}.");

            if (log.Movements.TryGetValue(tellings.Key, out var stored))
            {
                Witness(stored, tellings, answers);
            }
            else
            {
                Assert.True(answers.Length == 0, $"{tellings.Key} was acknowledged, and is not there: {answers.FirstOrDefault()?.Text}");
            }
        }

        Assert.All(log.Movements.Values, stored =>
        {
            Assert.True(stored.Told is not null, $"{stored.Id} is stored, and nobody sent it.");
            Assert.True(stored.Entries.Count > 0, $"{stored.Id} is remembered, and has no entries.");
            Assert.Equal(stored.Content, ContentHash.OfMovement(stored.Told));
        });
    }

    private static void Witness(StoredMovement stored, IEnumerable<Telling> tellings, Telling[] answers)
    {
        var same = tellings.Where(telling => ContentHash.OfMovement(telling.Movement) == stored.Content).ToArray();
        Assert.True(same.Any(telling => telling.Fate != Fate.Refused), $"{stored.Id} was refused, and is there.");
        Assert.All(answers, answer => Assert.Equal(stored.Content, ContentHash.OfMovement(answer.Movement)));
        Assert.All(answers, answer => Assert.True(answer.Agrees(stored), $"{answer.Text} was answered, {stored.Place} is there."));

        stored.Told = same[0].Movement;
        stored.Asked = same.Min(telling => telling.Asked);
        stored.Answered = answers.Length == 0 ? long.MaxValue : answers.Min(telling => telling.Answered);
    }
}
