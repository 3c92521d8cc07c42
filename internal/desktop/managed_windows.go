package desktop

import (
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// policiesKey is where group policy writes; administrators alone can.
const policiesKey = `SOFTWARE\Policies\ProgramConnect`

// Managed returns what group policy sets, by name, and where it stands: a DWORD or QWORD for numbers, a string, several strings for a
// list. What is true or false is a string of that name.
func Managed() (values map[string]json.RawMessage, where string, err error) {
	where = `HKEY_LOCAL_MACHINE\` + policiesKey
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, policiesKey, registry.QUERY_VALUE|windows.READ_CONTROL|registry.WOW64_64KEY)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, where, nil
	}
	if err != nil {
		return nil, where, err
	}
	defer func() { _ = key.Close() }()
	if err := keyIsAdministrators(key); err != nil {
		return nil, where, err
	}
	values, err = managedValues(key)
	return values, where, err
}

// keyIsAdministrators reports whether administrators alone own and can write a key. Only they can make one there, so that any other
// state is a mistake of theirs.
func keyIsAdministrators(key registry.Key) error {
	security, err := windows.GetSecurityInfo(windows.Handle(key), windows.SE_REGISTRY_KEY, windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return err
	}
	const settingValues = changing | registry.SET_VALUE | registry.CREATE_SUB_KEY | registry.CREATE_LINK | windows.GENERIC_WRITE
	return heldByAdministrators(security, settingValues)
}

func managedValues(key registry.Key) (map[string]json.RawMessage, error) {
	names, err := key.ReadValueNames(-1)
	if err != nil {
		return nil, err
	}
	values := map[string]json.RawMessage{}
	for _, name := range names {
		value, err := managedValue(key, name)
		if err != nil {
			return nil, err
		}
		if values[name], err = json.Marshal(value); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func managedValue(key registry.Key, name string) (any, error) {
	_, kind, err := key.GetValue(name, nil)
	if err != nil {
		return nil, err
	}
	switch kind {
	case registry.DWORD, registry.QWORD:
		number, _, err := key.GetIntegerValue(name)
		return number, err
	case registry.SZ, registry.EXPAND_SZ:
		text, _, err := key.GetStringValue(name)
		switch text {
		case "true":
			return true, err
		case "false":
			return false, err
		}
		return text, err
	case registry.MULTI_SZ:
		list, _, err := key.GetStringsValue(name)
		return list, err
	default:
		return nil, fmt.Errorf("the value %q is of a kind that no setting has", name)
	}
}
