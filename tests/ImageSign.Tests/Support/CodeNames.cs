using System.Reflection;

namespace ImageSign.Tests.Support;

/// <summary>The names of error codes, which theories can hold.</summary>
internal static class CodeNames
{
    private static readonly Dictionary<ErrorCode, string> Names = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.FieldType == typeof(ErrorCode))
        .ToDictionary(field => (ErrorCode)field.GetValue(obj: null)!, field => field.Name);

    public static string Of(ErrorCode code) => Names[code];
}
