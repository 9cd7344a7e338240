using System.Buffers;
using System.Text;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Passes on the lines of a body as long as they are sound: UTF-8, of bearable length, and ended.</summary>
/// <remarks>
/// At the first fault it ends as if the file did, right after the last line before, and keeps what the fault was. So
/// whoever reads it never sees half a line, and memory is bounded whatever was sent.
/// <para>
/// A last line without a line break counts as cut off: "12" may have been "123", or an id the beginning of another. To
/// post it would be to guess.
/// </para>
/// </remarks>
internal sealed class SoundLines(Stream body) : Stream
{
    public const int FieldLengthMax = 10_000;

    private const int LineBytesMax = 64 * 1024;

    private readonly byte[] _buffer = new byte[2 * LineBytesMax];

    // The buffer holds, one after the other: what was handed out, whole lines to hand out, the beginning of a line, and
    // of that what was not looked at yet.
    private int _handedOut;
    private int _lineStart;
    private int _scanned;
    private int _filled;

    private bool _isAtEnd;
    private long _line = 1;
    private long _column = 1;
    private long _fieldColumn = 1;
    private bool _wasReturn;

    /// <summary>Why the lines ended before the body did.</summary>
    public FileFault? Fault { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_handedOut == _lineStart && !_isAtEnd)
        {
            await FillAsync(cancellationToken);
        }

        var count = Math.Min(buffer.Length, _lineStart - _handedOut);
        _buffer.AsMemory(_handedOut, count).CopyTo(buffer);
        _handedOut += count;

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask FillAsync(CancellationToken token)
    {
        _buffer.AsSpan(_lineStart, _filled - _lineStart).CopyTo(_buffer);
        (_scanned, _filled, _handedOut, _lineStart) = (_scanned - _lineStart, _filled - _lineStart, 0, 0);

        var count = await ReadBodyAsync(token);
        _filled += count;
        Scan(isEnd: count == 0);

        if (count == 0 && Fault is null && _filled > _lineStart)
        {
            Stop("file-cut", "The last line has no line break: the file may have been cut off here. End it with a line break.");
        }

        _isAtEnd = count == 0 || Fault is not null;
    }

    private async ValueTask<int> ReadBodyAsync(CancellationToken token)
    {
        try
        {
            return await body.ReadAsync(_buffer.AsMemory(_filled), token);
        }
        catch (IOException) when (!token.IsCancellationRequested)
        {
            // The server's BadHttpRequestException is one too: the sender stopped before the end that it had announced.
            Stop("file-cut", "The connection ended before the file did.");

            return 0;
        }
    }

    private void Scan(bool isEnd)
    {
        while (_scanned < _filled && Fault is null)
        {
            var value = _buffer[_scanned];

            if (value < 0x80)
            {
                Take(value);
            }
            else if (!TryTakeCharacter(isEnd))
            {
                return;
            }

            if (_column - _fieldColumn > FieldLengthMax || _scanned - _lineStart > LineBytesMax)
            {
                Stop("field-too-long", $"A field has at most {FieldLengthMax} characters; a quote may not be closed.", _fieldColumn);
            }
        }
    }

    private void Take(byte value)
    {
        _scanned++;

        // A line feed after a carriage return belongs to the same line break.
        var endsLine = value is (byte)'\r' || (value is (byte)'\n' && !_wasReturn);

        if (endsLine)
        {
            _line++;
            _column = 1;
            _fieldColumn = 1;
        }
        else if (value is not (byte)'\n')
        {
            _column++;
            _fieldColumn = value is (byte)',' ? _column : _fieldColumn;
        }

        if (value is (byte)'\r' or (byte)'\n')
        {
            _lineStart = _scanned;
        }

        _wasReturn = value is (byte)'\r';
    }

    /// <returns>False where the rest of the character is still to come.</returns>
    private bool TryTakeCharacter(bool isEnd)
    {
        var status = Rune.DecodeFromUtf8(_buffer.AsSpan(_scanned, _filled - _scanned), out var character, out var length);

        if (status == OperationStatus.NeedMoreData && !isEnd)
        {
            return false;
        }

        if (status != OperationStatus.Done)
        {
            Stop("not-utf-8", $"The byte 0x{_buffer[_scanned]:X2} is not UTF-8 here.");

            return true;
        }

        // A byte order mark has no column.
        _column += _line == 1 && _column == 1 && character.Value == 0xFEFF ? 0 : 1;
        _scanned += length;
        _wasReturn = false;

        return true;
    }

    private void Stop(string type, string reason, long? column = null) => Fault ??= new(type, _line, column ?? _column, reason);
}
