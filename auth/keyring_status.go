package auth

// What the keyrings of Windows and macOS answer with, as this package's errors. They stand here, and not beside the
// system's code, so that every system tests them.

// ofWindows sorts the error codes of the Credential Manager.
func ofWindows(code uintptr) error {
	switch code {
	case 1312: // ERROR_NO_SUCH_LOGON_SESSION: over SSH with a key, in a service, in a scheduled task
		return ErrNoLogon
	case 1058, 1062, 1722: // the service is disabled, has not started, or does not answer
		return ErrSilent
	case 1783: // RPC_X_BAD_STUB_DATA: more than one credential holds
		return ErrTooLong
	default:
		return errKeyring
	}
}

// ofSecurity sorts the exit status of macOS's security command: it is the last byte of the Keychain's error.
func ofSecurity(status int) error {
	switch status {
	case 36: // -25308 errSecInteractionNotAllowed: locked, and no screen to ask on
		return ErrNoDialog
	case 128, 51: // -128 userCanceledErr; -25293 errSecAuthFailed: the question was closed or answered wrongly
		return ErrLocked
	case 37, 50: // -25307 errSecNoDefaultKeychain; -25294 errSecNoSuchKeychain
		return ErrNoKeychain
	case 53: // -25291 errSecNotAvailable
		return ErrSilent
	default:
		return errKeyring
	}
}
