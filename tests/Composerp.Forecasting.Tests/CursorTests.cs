namespace Composerp.Forecasting.Tests;

public sealed class CursorTests
{
    [Fact]
    public void Gives_back_what_went_in() => Assert.Equal(
        ["Größe/7", "", "2026-03-01"], Cursor.FindKeys(Cursor.Of("Größe/7", "", "2026-03-01"), 3)!);

    [Theory]
    [InlineData("")]
    [InlineData("%%%")]
    [InlineData("bm9uc2Vuc2U")]
    public void What_is_no_cursor_is_none(string text) => Assert.Null(Cursor.FindKeys(text, 3));
}
