namespace ImageSign.Keys.Pkcs11;

/// <summary>Cryptoki's numbers, by their names without the prefix.</summary>
internal static class Ck
{
    // CKR: results
    public const ulong Ok = 0;
    public const ulong ArgumentsBad = 0x07;
    public const ulong AttributeSensitive = 0x11;
    public const ulong AttributeTypeInvalid = 0x12;
    public const ulong DeviceError = 0x30;
    public const ulong DeviceRemoved = 0x32;
    public const ulong FunctionNotSupported = 0x54;
    public const ulong KeyHandleInvalid = 0x60;
    public const ulong KeyFunctionNotPermitted = 0x68;
    public const ulong MechanismInvalid = 0x70;
    public const ulong ObjectHandleInvalid = 0x82;
    public const ulong PinIncorrect = 0xA0;
    public const ulong PinInvalid = 0xA1;
    public const ulong PinLenRange = 0xA2;
    public const ulong PinExpired = 0xA3;
    public const ulong PinLocked = 0xA4;
    public const ulong SessionClosed = 0xB0;
    public const ulong SessionCount = 0xB1;
    public const ulong SessionHandleInvalid = 0xB3;
    public const ulong TokenNotPresent = 0xE0;
    public const ulong TokenNotRecognized = 0xE1;
    public const ulong UserAlreadyLoggedIn = 0x100;
    public const ulong UserNotLoggedIn = 0x101;
    public const ulong UserPinNotInitialized = 0x102;
    public const ulong BufferTooSmall = 0x150;
    public const ulong AlreadyInitialized = 0x191;

    // CKF: flags
    public const ulong TokenWriteProtected = 0x2;
    public const ulong LoginRequired = 0x4;
    public const ulong ProtectedAuthenticationPath = 0x100;
    public const ulong TokenInitialized = 0x400;
    public const ulong UserPinFinalTry = 0x20000;
    public const ulong UserPinLocked = 0x40000;
    public const ulong OsLockingOk = 0x2;
    public const ulong SerialSession = 0x4;
    public const ulong ReadWriteSession = 0x2;

    // CKU: users
    public const ulong User = 1;
    public const ulong ContextSpecific = 2;

    // CKO: classes
    public const ulong Certificate = 1;
    public const ulong PublicKey = 2;
    public const ulong PrivateKey = 3;

    // CKK: kinds of keys
    public const ulong Rsa = 0;
    public const ulong Ec = 3;
    public const ulong EcEdwards = 0x40;

    // CKA: attributes
    public const ulong Class = 0x0;
    public const ulong Token = 0x1;
    public const ulong Private = 0x2;
    public const ulong Label = 0x3;
    public const ulong Value = 0x11;
    public const ulong KeyType = 0x100;
    public const ulong Id = 0x102;
    public const ulong Sensitive = 0x103;
    public const ulong Sign = 0x108;
    public const ulong Verify = 0x10A;
    public const ulong Modulus = 0x120;
    public const ulong ModulusBits = 0x121;
    public const ulong PublicExponent = 0x122;
    public const ulong PublicKeyInfo = 0x129;
    public const ulong Extractable = 0x162;
    public const ulong EcParams = 0x180;
    public const ulong EcPoint = 0x181;
    public const ulong AlwaysAuthenticate = 0x202;

    // CKM and CKG: mechanisms and mask generation functions
    public const ulong RsaKeyPairGen = 0x0;
    public const ulong RsaPkcs = 0x1;
    public const ulong RsaPkcsPss = 0xD;
    public const ulong Sha256RsaPkcs = 0x40;
    public const ulong Sha256RsaPkcsPss = 0x43;
    public const ulong Sha256 = 0x250;
    public const ulong Sha384 = 0x260;
    public const ulong Sha512 = 0x270;
    public const ulong EcKeyPairGen = 0x1040;
    public const ulong Ecdsa = 0x1041;
    public const ulong EcdsaSha256 = 0x1044;
    public const ulong EcEdwardsKeyPairGen = 0x1055;
    public const ulong Eddsa = 0x1057;
    public const ulong Mgf1Sha256 = 2;
    public const ulong Mgf1Sha384 = 3;
    public const ulong Mgf1Sha512 = 4;

    /// <summary>A result as the specification calls it, for messages.</summary>
    public static string NameOf(ulong result) => result switch
    {
        ArgumentsBad => "CKR_ARGUMENTS_BAD",
        0x02 => "CKR_HOST_MEMORY",
        0x05 => "CKR_GENERAL_ERROR",
        0x06 => "CKR_FUNCTION_FAILED",
        DeviceError => "CKR_DEVICE_ERROR",
        0x31 => "CKR_DEVICE_MEMORY",
        DeviceRemoved => "CKR_DEVICE_REMOVED",
        0x50 => "CKR_FUNCTION_CANCELED",
        FunctionNotSupported => "CKR_FUNCTION_NOT_SUPPORTED",
        KeyHandleInvalid => "CKR_KEY_HANDLE_INVALID",
        KeyFunctionNotPermitted => "CKR_KEY_FUNCTION_NOT_PERMITTED",
        MechanismInvalid => "CKR_MECHANISM_INVALID",
        ObjectHandleInvalid => "CKR_OBJECT_HANDLE_INVALID",
        PinIncorrect => "CKR_PIN_INCORRECT",
        PinInvalid => "CKR_PIN_INVALID",
        PinLenRange => "CKR_PIN_LEN_RANGE",
        PinExpired => "CKR_PIN_EXPIRED",
        PinLocked => "CKR_PIN_LOCKED",
        SessionClosed => "CKR_SESSION_CLOSED",
        SessionCount => "CKR_SESSION_COUNT",
        SessionHandleInvalid => "CKR_SESSION_HANDLE_INVALID",
        TokenNotPresent => "CKR_TOKEN_NOT_PRESENT",
        TokenNotRecognized => "CKR_TOKEN_NOT_RECOGNIZED",
        0xE2 => "CKR_TOKEN_WRITE_PROTECTED",
        UserNotLoggedIn => "CKR_USER_NOT_LOGGED_IN",
        UserPinNotInitialized => "CKR_USER_PIN_NOT_INITIALIZED",
        0x103 => "CKR_USER_TYPE_INVALID",
        0x104 => "CKR_USER_ANOTHER_ALREADY_LOGGED_IN",
        0x190 => "CKR_CRYPTOKI_NOT_INITIALIZED",
        _ => $"0x{result:X}",
    };

    /// <summary>True for what a token says that was pulled out, replaced or lost.</summary>
    public static bool IsGone(ulong result) => result is DeviceError or DeviceRemoved or KeyHandleInvalid or ObjectHandleInvalid
        or SessionClosed or SessionHandleInvalid or TokenNotPresent or TokenNotRecognized or UserNotLoggedIn;
}
