package desktop

import (
	"errors"
	"maps"
	"slices"
	"testing"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

func TestValuesOfGroupPolicy(t *testing.T) {
	const path = `Software\ProgramConnectTest`
	key, _, err := registry.CreateKey(registry.CURRENT_USER, path, registry.ALL_ACCESS)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = errors.Join(key.Close(), registry.DeleteKey(registry.CURRENT_USER, path)) })
	if err := errors.Join(key.SetDWordValue("parallel", 2), key.SetQWordValue("limit_rate", 1<<40), key.SetStringValue("proxy", "none"),
		key.SetStringValue("keep_awake", "false"), key.SetStringsValue("programs", []string{"https://one.example", "sample"})); err != nil {
		t.Fatal(err)
	}
	values, err := managedValues(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"parallel": "2", "limit_rate": "1099511627776", "proxy": `"none"`, "keep_awake": "false",
		"programs": `["https://one.example","sample"]`} {
		if got := string(values[name]); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
	if len(values) != 5 {
		t.Errorf("%v", slices.Collect(maps.Keys(values)))
	}
	if err := key.SetBinaryValue("theme", []byte{1}); err != nil {
		t.Fatal(err)
	}
	if _, err := managedValues(key); err == nil {
		t.Error("a value of a kind that no setting has was read")
	}
}

// TestKeyThatUsersWriteIsRefused reads descriptors of a key of the registry.
func TestKeyThatUsersWriteIsRefused(t *testing.T) {
	const settingValues = changing | registry.SET_VALUE | registry.CREATE_SUB_KEY
	for text, want := range map[string]error{
		"O:BAD:(A;CI;KA;;;BA)(A;CI;KR;;;BU)": nil,
		"O:BAD:(A;CI;KA;;;BA)(A;CI;KW;;;BU)": ErrOthersWrite,
		"O:BUD:(A;CI;KA;;;BA)":               ErrStranger,
	} {
		security, err := windows.SecurityDescriptorFromString(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := heldByAdministrators(security, settingValues); !errors.Is(err, want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
