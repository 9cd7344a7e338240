using System.Runtime.InteropServices;

namespace Composerp.Forecasting.Numerics.Global;

/// <summary>The functions of the native library LightGBM that are used here, and whether it is there at all.</summary>
/// <remarks>
/// The package brings the library for x64 (Linux, Windows, macOS); on Linux it needs libgomp as well, which may lie beside the
/// service where the system has none. Where it cannot be loaded there is no global model, and forecasts come from the local
/// ones alone.
/// Source of the method: Ke et al., Advances in Neural Information Processing Systems 30 (2017).
/// </remarks>
internal static partial class LightGbm
{
    private const string Library = "lib_lightgbm";

    private const string OpenMp = "libgomp.so.1";

    /// <summary>A result that is no fault.</summary>
    private const int Done = 0;

    private static readonly Lazy<string?> _whyAbsent = new(FindWhyAbsent);

    /// <summary>Why the library cannot be used; null where it can.</summary>
    public static string? WhyAbsent => _whyAbsent.Value;

    /// <exception cref="InvalidOperationException">The library refused.</exception>
    public static void Check(int result)
    {
        if (result != Done)
        {
            throw new InvalidOperationException($"LightGBM: {Marshal.PtrToStringUTF8(GetLastError())}");
        }
    }

    private static string? FindWhyAbsent()
    {
        // Under whose name LightGBM then finds it loaded already.
        NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, OpenMp), out _);

        try
        {
            GetLastError();

            return null;
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            return $"The native library LightGBM cannot be loaded on {RuntimeInformation.RuntimeIdentifier}: {fault.Message}";
        }
    }

    [LibraryImport(Library, EntryPoint = "LGBM_GetLastError")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetLastError();

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetCreateFromMat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int CreateDataset(
        ReadOnlySpan<float> values, int type, int rows, int columns, int isRowMajor, string parameters, nint reference, out LightGbmDataset dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetSetField", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetField(LightGbmDataset dataset, string name, ReadOnlySpan<float> values, int count, int type);

    [LibraryImport(Library, EntryPoint = "LGBM_DatasetFree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FreeDataset(nint dataset);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterCreate", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int CreateBooster(LightGbmDataset dataset, string parameters, out LightGbmBooster booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterLoadModelFromString", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int LoadBooster(string text, out int iterations, out LightGbmBooster booster);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterUpdateOneIter")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Update(LightGbmBooster booster, out int isFinished);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterSaveModelToString")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Save(
        LightGbmBooster booster, int from, int iterations, int importance, long room, out long length, Span<byte> text);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterPredictForMat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Predict(
        LightGbmBooster booster,
        ReadOnlySpan<float> values,
        int type,
        int rows,
        int columns,
        int isRowMajor,
        int kind,
        int from,
        int iterations,
        string parameters,
        out long length,
        Span<double> predictions);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFeatureImportance")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ReadImportance(LightGbmBooster booster, int iterations, int kind, Span<double> importances);

    [LibraryImport(Library, EntryPoint = "LGBM_BoosterFree")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FreeBooster(nint booster);
}
