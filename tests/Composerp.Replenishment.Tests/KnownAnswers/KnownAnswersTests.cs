namespace Composerp.Replenishment.Tests.KnownAnswers;

/// <summary>Textbooks' and other systems' published examples.</summary>
public sealed class KnownAnswersTests
{
    [Fact]
    public void Every_published_answer_is_found()
    {
        var cases = KnownCase.FindAll();
        Assert.SkipUnless(cases is not null, "The file of known answers is not beside the repository.");

        Assert.Empty(cases!.SelectMany(KnownAnswer.Differences));
        Assert.NotEmpty(cases!);
    }
}
