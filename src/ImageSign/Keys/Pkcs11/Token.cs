using System.Collections.Concurrent;
using ImageSign.Oci;

namespace ImageSign.Keys.Pkcs11;

/// <summary>A token in use: its sessions, and our login to it. Disposing it closes the sessions, and the last one of the process ends the login.</summary>
internal sealed class Token : IDisposable
{
    private readonly Pkcs11Module _module;
    private readonly TimeSpan _patience;
    private readonly TokenLogin _login;
    private readonly ConcurrentBag<ulong> _idle = [];
    private readonly SemaphoreSlim _places = new(Limits.MaxTokenSessions);
    private readonly Lock _disposing = new();
    private int _open;
    private bool _isDisposed;

    private Token(Pkcs11Module module, TokenInfo info, TimeSpan patience)
    {
        (_module, Info, _patience) = (module, info, patience);
        _login = module.LoginOf(info.Slot);
    }

    /// <summary>What it says of itself.</summary>
    public TokenInfo Info { get; }

    public string Name => Info.Name;

    /// <summary>The functions of its module.</summary>
    public Pkcs11Library Library => _module.Library;

    /// <summary>Finds the one token that <paramref name="uri"/> names.</summary>
    public static async Task<Token> OpenAsync(Pkcs11Uri uri, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(Find, CancellationToken.None).WaitAsync(patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw ErrorCodes.TokenGone.Because(e, uri.TokenText, Silent(patience));
        }

        Token Find()
        {
            var module = Pkcs11Module.Open(uri);
            try
            {
                return new Token(module, TokenInfo.Find(module, uri), patience);
            }
            catch (CkException e)
            {
                throw ErrorCodes.Pkcs11ModuleNotUsable.Because(e, module.Path, $"{e.Function} answers {Ck.NameOf(e.Result)}");
            }
        }
    }

    /// <summary>Logs in, unless that is not needed or was done; the PIN is asked for only when it is.</summary>
    /// <returns>The PIN that was used, which the caller disposes; null when none was.</returns>
    public async Task<Pin?> LoginAsync(Func<ValueTask<Pin?>> findPin, CancellationToken cancellationToken)
    {
        if ((Info.Flags & Ck.LoginRequired) == 0) return null;
        await _login.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_login.IsLoggedIn) return null;
            var now = await UseAsync(_ => TokenInfo.Read(Library, Info.Slot), cancellationToken).ConfigureAwait(false);
            if ((now.Flags & Ck.UserPinLocked) != 0) throw ErrorCodes.PinLocked.With(Name);
            var pin = await findPin().ConfigureAwait(false);
            if (pin is null && (now.Flags & Ck.ProtectedAuthenticationPath) == 0) throw ErrorCodes.PinNeeded.With(Name);
            try
            {
                if (pin is not null) RequireSendable(pin, now);
                await UseAsync(session => Login(session, Ck.User, pin), cancellationToken).ConfigureAwait(false);
                _login.IsLoggedIn = true;
                return pin;
            }
            catch
            {
                pin?.Dispose();
                throw;
            }
        }
        finally
        {
            _login.Gate.Release();
        }
    }

    /// <summary>Checks a PIN that a key wants for each signature, which was not used to log in.</summary>
    public void RequireSendable(Pin pin) => RequireSendable(pin, TokenInfo.Read(Library, Info.Slot));

    /// <summary>Logs in for the one signature that was begun.</summary>
    public void LoginForSignature(ulong session, Pin? pin) => Login(session, Ck.ContextSpecific, pin);

    /// <summary>Does something in a session; sessions are kept for the next one, and one that failed is closed.</summary>
    public async Task<T> UseAsync<T>(Func<ulong, T> use, CancellationToken cancellationToken)
    {
        var session = await TakeAsync(cancellationToken).ConfigureAwait(false);
        // A module cannot be interrupted. When it does not come back, its thread and its session are given up.
        var work = Task.Run(() => Use(session, use), CancellationToken.None);
        try
        {
            return await work.WaitAsync(_patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw ErrorCodes.TokenGone.Because(e, Name, Silent(_patience));
        }
        catch (CkException e) when (Ck.IsGone(e.Result))
        {
            throw ErrorCodes.TokenGone.Because(e, Name, Ck.NameOf(e.Result));
        }
        catch (CkException e)
        {
            throw ErrorCodes.TokenFailed.Because(e, Name, e.Function, Ck.NameOf(e.Result));
        }
    }

    /// <summary>Does something in a session that can change the token.</summary>
    public Task<T> ChangeAsync<T>(Func<ulong, T> change, CancellationToken cancellationToken) => UseAsync(
        _ =>
        {
            var session = Library.OpenSession(Info.Slot, Ck.SerialSession | Ck.ReadWriteSession);
            try
            {
                return change(session);
            }
            finally
            {
                Library.CloseSession(session);
            }
        },
        cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_disposing) _isDisposed = true;
        while (_idle.TryTake(out var session)) Close(session);
        _places.Dispose();
    }

    private async Task<ulong> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (_idle.TryTake(out var session)) return session;
            try
            {
                session = Library.OpenSession(Info.Slot, Ck.SerialSession);
                Interlocked.Increment(ref _open);
                _login.Opened();
                return session;
            }
            catch (CkException e) when (e.Result == Ck.SessionCount && Volatile.Read(ref _open) > 0)
            {
                // The token has no more sessions than we have open: this place is not given back, and the next one to be free is waited for.
            }
            catch (CkException e)
            {
                _places.Release();
                throw Ck.IsGone(e.Result)
                    ? ErrorCodes.TokenGone.Because(e, Name, Ck.NameOf(e.Result))
                    : ErrorCodes.TokenFailed.Because(e, Name, e.Function, Ck.NameOf(e.Result));
            }
        }
    }

    private T Use<T>(ulong session, Func<ulong, T> use)
    {
        try
        {
            var result = use(session);
            GiveBack(session);
            return result;
        }
        catch
        {
            // What was begun in it may still be open.
            Close(session);
            Release();
            throw;
        }
    }

    private void GiveBack(ulong session)
    {
        lock (_disposing)
        {
            if (!_isDisposed)
            {
                _idle.Add(session);
                _places.Release();
                return;
            }
        }

        Close(session);
    }

    private void Release()
    {
        lock (_disposing)
        {
            if (!_isDisposed) _places.Release();
        }
    }

    private void Close(ulong session)
    {
        Library.CloseSession(session);
        Interlocked.Decrement(ref _open);
        _login.Closed();
    }

    /// <summary>What can be known without the token is not tried on it.</summary>
    private void RequireSendable(Pin pin, TokenInfo now)
    {
        if (_login.WasRefused(pin.Value)) throw ErrorCodes.PinWrong.With(Name, "it was refused before in this process, and is not sent again");
        var length = (ulong)pin.Value.Length;
        if (length == 0) throw ErrorCodes.PinNotSent.With(Name, "it is empty");
        if (length < now.MinPinLength || (now.MaxPinLength > 0 && length > now.MaxPinLength))
        {
            throw ErrorCodes.PinNotSent.With(Name, $"its length is {length}, and this token's PINs have {now.MinPinLength} to {now.MaxPinLength} bytes");
        }

        if ((now.Flags & Ck.UserPinFinalTry) != 0 && !pin.IsTyped)
        {
            throw ErrorCodes.PinNotSent.With(Name, "one try is left before it is locked, and that one is a person's: run in a terminal without the variable");
        }
    }

    private bool Login(ulong session, ulong user, Pin? pin)
    {
        var result = Library.Login(session, user, pin?.Value);
        if (result is Ck.Ok || (result == Ck.UserAlreadyLoggedIn && user == Ck.User)) return true;
        if (result == Ck.PinLocked) throw ErrorCodes.PinLocked.With(Name);
        if (result is not (Ck.PinIncorrect or Ck.PinInvalid or Ck.PinLenRange)) throw new CkException("C_Login", result);
        if (pin is not null) _login.Refuse(pin.Value);
        throw ErrorCodes.PinWrong.With(Name, TriesLeft());
    }

    private string TriesLeft()
    {
        var flags = TokenInfo.Read(Library, Info.Slot).Flags;
        return (flags & Ck.UserPinLocked) != 0 ? "it is locked now" : (flags & Ck.UserPinFinalTry) != 0 ? "one try is left" : "tries are left";
    }

    private static string Silent(TimeSpan patience) => $"no answer within {patience.TotalSeconds:0} seconds";
}
