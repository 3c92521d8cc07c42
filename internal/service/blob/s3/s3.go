// Package s3 keeps the bytes of files and attachments in a bucket of a server that speaks the S3 protocol.
//
// It promises what package blob promises, and that
//   - an object's name is there only once its bytes are, and their SHA-256 was right: large ones come in parts, which the server
//     puts together after the last was checked, and the server checks the hash of each;
//   - what it has begun and could not end is in its lists, so that it can be swept;
//   - the keys to the store are in no error, no log and no link;
//   - a store that does not answer is blob.ErrAway, soon, and is asked again the next time.
//
// Below the address's prefix an object has its key as its name. What comes in parts is under parts/KEY/ until it is whole.
//
// Start reading at Open.
package s3

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/programconnect/programconnect/internal/service/blob"
)

const (
	partsPrefix = "parts/"    // begins the names of parts
	probePrefix = "probe-"    // begins the name of what Writable writes
	uploads     = "incoming-" // begins the key of an upload that was not ended
	attempts    = 3           // of a request
	patience    = 2 * time.Minute
)

// Options say how a store is reached; zero values are good ones.
type Options struct {
	Transport http.RoundTripper                                // nil: one that waits within bounds
	Attempts  int                                              // at each request; 0: three
	Patience  time.Duration                                    // how long Put goes on with a store that does not answer; 0: two minutes
	Wait      func(ctx context.Context, d time.Duration) error // between two tries of Put; nil: by the clock
	Temporary string                                           // where Put keeps what can't be read twice; empty: the system's
}

// Store is a bucket and its copies. It implements blob.Linker.
type Store struct {
	*site
	copies  []*site
	options Options
}

// site is a bucket on one server.
type site struct {
	address Address
	core    *minio.Core
	public  *minio.Client // signs links; it asks nothing
}

// Open opens a store: the first address is read and written, the others are copies, which the stores fill by themselves. It asks
// no server. Its errors are faults.
func Open(addresses []Address, o Options) (*Store, error) {
	if len(addresses) == 0 {
		return nil, addressFault(form())
	}
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	if o.Attempts == 0 {
		o.Attempts = attempts
	}
	if o.Patience == 0 {
		o.Patience = patience
	}
	if o.Wait == nil {
		o.Wait = wait
	}
	s := &Store{options: o}
	for i, a := range addresses {
		opened, err := openSite(a, o)
		switch {
		case err != nil:
			return nil, err
		case i == 0:
			s.site = opened
		default:
			s.copies = append(s.copies, opened)
		}
	}
	return s, nil
}

func openSite(a Address, options Options) (*site, error) {
	keys, err := openCredentials(a)
	if err != nil {
		return nil, err
	}
	o := minio.Options{Creds: keys, Secure: a.Server.Scheme == "https", Region: a.Region, Transport: options.Transport, MaxRetries: options.Attempts,
		BucketLookup: minio.BucketLookupPath}
	if a.Host {
		o.BucketLookup = minio.BucketLookupDNS
	}
	core, err := minio.NewCore(a.Server.Host, &o)
	if err != nil {
		return nil, addressFault(form())
	}
	o.Secure = a.Public.Scheme == "https"
	public, err := minio.New(a.Public.Host, &o)
	if err != nil {
		return nil, addressFault(form())
	}
	return &site{a, core, public}, nil
}

// openCredentials returns the keys of the environment or of a file; that there are some is seen at once.
func openCredentials(a Address) (*credentials.Credentials, error) {
	file := &credentials.FileAWSCredentials{Filename: a.File}
	keys := credentials.New(file)
	if a.File == "" {
		keys = credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, file})
	}
	value, err := keys.GetWithContext(&credentials.CredContext{Client: http.DefaultClient})
	if err != nil {
		var path *os.PathError
		if !errors.As(err, &path) {
			err = nil // an error of reading keys can show them
		}
		return nil, credentialsFault(err)
	}
	if value.AccessKeyID == "" || value.SecretAccessKey == "" {
		return nil, credentialsFault(nil)
	}
	return keys, nil
}

// newTransport returns a transport whose waits have bounds: a store that is away is noticed within seconds.
func newTransport() *http.Transport {
	return &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: 30 * time.Second, IdleConnTimeout: time.Minute,
		MaxIdleConnsPerHost: 64, ExpectContinueTimeout: time.Second, DisableCompression: true}
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// name returns an object's name for its key; nothing else than a key gets one.
func (s *site) name(key string) (string, error) {
	valid := key != "" && !strings.HasPrefix(key, "/") && !strings.HasSuffix(key, "/") && !strings.Contains(key, "//") &&
		!strings.HasPrefix(key, partsPrefix) && !strings.HasPrefix(key, uploads)
	for _, r := range key {
		valid = valid && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '/')
	}
	if !valid {
		return "", errors.New("s3: that is no key of an object")
	}
	return s.address.Prefix + key, nil
}

// Stat asks for an object's length and time.
func (s *Store) Stat(ctx context.Context, key string) (blob.Info, error) {
	name, err := s.name(key)
	if err != nil {
		return blob.Info{}, err
	}
	info, err := s.core.StatObject(ctx, s.address.Bucket, name, minio.StatObjectOptions{})
	if err != nil {
		return blob.Info{}, s.said("stat", err)
	}
	return blob.Info{Key: key, Size: info.Size, Modified: info.LastModified, Whole: true}, nil
}

// Delete deletes an object and its parts, or ends an upload.
func (s *Store) Delete(ctx context.Context, key string) error {
	if id, ok := strings.CutPrefix(key, uploads); ok {
		return s.endUpload(ctx, id)
	}
	name, err := s.name(key)
	if err != nil {
		return err
	}
	if err := s.remove(ctx, name); err != nil {
		return err
	}
	parts, err := s.parts(ctx, key)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := s.remove(ctx, p.name); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) remove(ctx context.Context, name string) error {
	err := s.said("delete", s.core.RemoveObject(ctx, s.address.Bucket, name, minio.RemoveObjectOptions{}))
	if errors.Is(err, blob.ErrNotFound) {
		return nil
	}
	return err
}

// Writable writes a small object and deletes it.
func (s *Store) Writable(ctx context.Context) error {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never returns an error
	name := s.address.Prefix + probePrefix + hex.EncodeToString(random[:])
	if err := s.put(ctx, name, []byte("program-connect")); err != nil {
		return err
	}
	return s.remove(ctx, name)
}

// Links signs the address of an object on each server. It is signed for GET alone.
func (s *Store) Links(ctx context.Context, key string, life time.Duration, as blob.Sent) ([]string, error) {
	var list []string
	for _, at := range append([]*site{s.site}, s.copies...) {
		link, err := at.link(ctx, key, life, as)
		if err != nil {
			return nil, err
		}
		list = append(list, link)
	}
	return list, nil
}

// Close closes idle connections.
func (s *Store) Close() error {
	if t, ok := s.options.Transport.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
	return nil
}

// sum returns a SHA-256 in lower-case hex.
func sum(part []byte) string {
	hash := sha256.Sum256(part)
	return hex.EncodeToString(hash[:])
}

// spool keeps what r holds in a file that is gone when it is closed, and returns its length and SHA-256.
func (s *Store) spool(r io.Reader) (file *os.File, size int64, hash string, err error) {
	if file, err = os.CreateTemp(s.options.Temporary, "program-service-*"); err != nil {
		return nil, 0, "", err
	}
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(file, h), r)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, 0, "", errors.Join(err, discard(file))
	}
	return file, size, hex.EncodeToString(h.Sum(nil)), nil
}

func discard(file *os.File) error { return errors.Join(file.Close(), os.Remove(file.Name())) }
