package downloadtest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
)

func TestContentReads(t *testing.T) {
	content := NewContent(7, 3<<20+17)
	whole := content.Bytes()
	sum := sha256.Sum256(whole)
	if content.SHA256() != hex.EncodeToString(sum[:]) {
		t.Fatal("the hash is not that of the bytes")
	}
	for _, step := range []int64{1, 7, 4095, 4096, 100_003} {
		for offset := int64(0); offset < content.Size; offset += content.Size/13 + 1 {
			part := make([]byte, step)
			n, _ := content.ReadAt(part, offset)
			if !bytes.Equal(part[:n], whole[offset:offset+int64(n)]) {
				t.Fatalf("%d bytes at %d differ", step, offset)
			}
		}
	}
	if bytes.Equal(whole, NewContent(8, content.Size).Bytes()) {
		t.Fatal("another seed gave the same content")
	}
}

func TestServerAnswersRanges(t *testing.T) {
	server, err := NewServer(ServerOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	file := &File{Content: NewContent(1, 100_000)}
	server.Handle("/file", file)
	get := func(asked, condition string) (int, string, []byte) {
		request, _ := http.NewRequest(http.MethodGet, server.URL+"/file", nil)
		request.Header.Set("Range", asked)
		if condition != "" {
			request.Header.Set("If-Range", condition)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = response.Body.Close() }()
		all, _ := io.ReadAll(response.Body)
		return response.StatusCode, response.Header.Get("Content-Range"), all
	}
	status, contentRange, body := get("bytes=10-19", file.ETag())
	if status != 206 || contentRange != "bytes 10-19/100000" || !bytes.Equal(body, file.Content.Bytes()[10:20]) {
		t.Fatalf("%d %s %d bytes", status, contentRange, len(body))
	}
	if status, _, body = get("bytes=10-19", `"old"`); status != 200 || len(body) != 100_000 {
		t.Fatalf("another version: %d with %d bytes", status, len(body))
	}
	if status, contentRange, _ = get("bytes=100000-", ""); status != 416 || contentRange != "bytes */100000" {
		t.Fatalf("past the end: %d %s", status, contentRange)
	}
}

// mounted returns a disk's folder, or skips with what is missing.
func mounted(t *testing.T, disk *Disk) string {
	t.Helper()
	folder := t.TempDir()
	unmount, err := disk.Mount(folder)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(unmount)
	return folder
}

func TestDiskAfterPowerCutHoldsWhatWasSynced(t *testing.T) {
	disk := NewDisk("d")
	dir := filepath.Join(mounted(t, disk), "d")
	put := func(name, text string, sync, syncDir bool) {
		file, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		_, err = file.WriteString(text)
		if sync && err == nil {
			err = file.Sync()
		}
		_ = file.Close()
		if syncDir && err == nil {
			folder, openErr := os.Open(dir)
			if openErr != nil {
				t.Fatal(openErr)
			}
			err = folder.Sync()
			_ = folder.Close()
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put("both", "kept", true, true)
	put("name-only", "lost", false, true)
	put("bytes-only", "lost", true, false)
	if err := os.Rename(filepath.Join(dir, "both"), filepath.Join(dir, "renamed")); err != nil {
		t.Fatal(err)
	}
	disk.Cut()
	if _, err := os.Stat(filepath.Join(dir, "renamed")); err == nil {
		t.Fatal("the disk still answers without power")
	}
	after := filepath.Join(mounted(t, disk.AfterPowerCut(nil)), "d")
	for name, want := range map[string]string{"both": "kept", "name-only": ""} {
		got, err := os.ReadFile(filepath.Join(after, name))
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v; want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"bytes-only", "renamed"} {
		if _, err := os.Stat(filepath.Join(after, name)); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", name, err)
		}
	}
}

func TestDiskFault(t *testing.T) {
	disk := NewDisk("d")
	dir := filepath.Join(mounted(t, disk), "d")
	disk.Fail(DiskFault{Op: OpWrite, Nth: 2, Errno: 28})
	file, err := os.Create(filepath.Join(dir, "a"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var results []bool
	for range 3 {
		_, err := file.WriteString("x")
		results = append(results, err == nil)
	}
	if !results[0] || results[1] || !results[2] {
		t.Fatalf("which writes worked: %v", results)
	}
	<-disk.Tripped()
}
