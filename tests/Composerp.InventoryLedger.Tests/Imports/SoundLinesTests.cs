using System.Text;
using Composerp.InventoryLedger.Imports;
using CsCheck;

namespace Composerp.InventoryLedger.Tests.Imports;

public sealed class SoundLinesTests
{
    [Fact]
    public void However_the_bytes_arrive_whole_sound_lines_come_out_and_the_fault_is_the_same() =>
        Gen.Select(Gen.OneOf("a,b\n", "ä€\n", "\r\n", "😀,x\r", "half", "\uFEFF", "\n").Array[0, 8], Gen.Int[1, 5], Gen.Bool).Sample(
            (pieces, chunk, isBroken) =>
            {
                byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Concat(pieces)), .. isBroken ? new byte[] { 0xFF, (byte)'\n' } : []];
                var (whole, fault) = Read(bytes, bytes.Length + 1);
                var (piecewise, sameFault) = Read(bytes, chunk);

                var lastEnd = bytes.AsSpan(0, isBroken ? bytes.Length - 2 : bytes.Length).LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
                Assert.Equal(bytes[..lastEnd], whole);
                Assert.Equal(whole, piecewise);
                Assert.Equal(fault, sameFault);
                Assert.Equal(isBroken ? "not-utf-8" : lastEnd < bytes.Length ? "file-cut" : null, fault?.Type);
            });

    [Theory, InlineData(false), InlineData(true)]
    public void A_field_of_ten_megabytes_is_never_held(bool isJson)
    {
        var columns = new ImportColumns(["sku"], []);
        var huge = Encoding.UTF8.GetBytes($"sku\n{(isJson ? "{\"sku\":" : "")}\"{new string('x', 10_000_000)}");
        using var body = new Chunked(huge, 4_096);
        var before = GC.GetAllocatedBytesForCurrentThread();
        using IRowFile file = isJson ? new JsonRows(body, columns) : new CsvRows(body, columns);

        ReadAll(file);

        Assert.Equal("field-too-long", file.Fault?.Type);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static (byte[] Passed, FileFault? Fault) Read(byte[] bytes, int chunk)
    {
        using var lines = new SoundLines(new Chunked(bytes, chunk));
        using var passed = new MemoryStream();
        lines.CopyToAsync(passed, TestContext.Current.CancellationToken).GetAwaiter().GetResult();

        return (passed.ToArray(), lines.Fault);
    }

    private static void ReadAll(IRowFile file)
    {
        while (file.ReadAsync(TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult())
        {
            file.Row();
        }
    }

    private sealed class Chunked(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
