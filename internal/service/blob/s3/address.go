package s3

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"github.com/programconnect/programconnect/internal/i18n"
	"github.com/programconnect/programconnect/internal/urlcheck"
)

// Address is where a store is: s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION.
type Address struct {
	Bucket string
	Prefix string   // of every object's name; empty, or with a slash at its end
	Server *url.URL // the server that is asked
	Public *url.URL // what stands before the server in links: the server itself, or what is in front of it
	Region string
	Host   bool   // the bucket is part of the host's name, not of the path
	File   string // with the credentials; empty: the environment's
}

const (
	scheme         = "s3://"
	longestAddress = 2048
)

var (
	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	prefixName = regexp.MustCompile(`^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$`)
	regionName = regexp.MustCompile(`^[A-Za-z0-9-]{1,64}$`)
)

// Is reports whether a setting names a store of this kind.
func Is(text string) bool { return strings.HasPrefix(strings.TrimSpace(text), scheme) }

// ParseAddresses reads the addresses of a store and its copies, which a space parts. Its errors are faults that show nothing of
// what was written.
func ParseAddresses(text string) ([]Address, error) {
	fields := strings.Fields(text)
	if len(fields) == 0 || len(text) > longestAddress {
		return nil, addressFault(form())
	}
	list := make([]Address, len(fields))
	for i, field := range fields {
		var err error
		if list[i], err = parseAddress(field); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func parseAddress(text string) (a Address, err error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "s3" || u.User != nil || u.Fragment != "" || u.Opaque != "" {
		return a, addressFault(form())
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return a, addressFault(form())
	}
	for name, values := range query {
		if !slices.Contains([]string{"endpoint", "region", "public", "style", "credentials"}, name) || len(values) != 1 || values[0] == "" {
			return a, addressFault(i18n.T(&goi18n.Message{ID: "service.store-address.parameter.cause",
				Other: "After the question mark it takes endpoint, region, public, style and credentials, each once."}))
		}
	}
	a = Address{Bucket: u.Host, Region: query.Get("region"), File: query.Get("credentials")}
	if a.Region == "" {
		a.Region = "us-east-1"
	}
	prefix := strings.Trim(u.Path, "/")
	if !bucketName.MatchString(a.Bucket) || prefix != "" && !prefixName.MatchString(prefix) || !regionName.MatchString(a.Region) {
		return a, addressFault(i18n.T(&goi18n.Message{ID: "service.store-address.name.cause",
			Other: "The bucket, the part after it, or the region has a character that can't be there."}))
	}
	if prefix != "" {
		a.Prefix = prefix + "/"
	}
	return a, a.readServers(query)
}

// readServers reads who is asked, what stands in links, and where the bucket's name goes.
func (a *Address) readServers(query url.Values) error {
	server := query.Get("endpoint")
	amazon := "https://s3." + a.Region + ".amazonaws.com"
	if server == "" {
		server = amazon
	}
	public := query.Get("public")
	if public == "" {
		public = server
	}
	for _, part := range []struct {
		text string
		to   **url.URL
	}{{server, &a.Server}, {public, &a.Public}} {
		u, err := url.Parse(part.text)
		if err != nil || !urlcheck.Secure(u) || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
			return addressFault(i18n.T(&goi18n.Message{ID: "service.store-address.server.cause",
				Other: "endpoint and public are https addresses of a host alone; http is for this computer."}))
		}
		*part.to = &url.URL{Scheme: u.Scheme, Host: u.Host}
	}
	switch query.Get("style") {
	case "host":
		a.Host = true
	case "path":
	case "":
		a.Host = server == amazon && !strings.Contains(a.Bucket, ".") // a certificate covers one label
	default:
		return addressFault(i18n.T(&goi18n.Message{ID: "service.store-address.style.cause",
			Other: "style is path, for https://HOST/BUCKET, or host, for https://BUCKET.HOST."}))
	}
	return nil
}

// form says how an address is written.
func form() i18n.Text {
	return i18n.T(&goi18n.Message{ID: "service.store-address.form.cause",
		Other: "It is written as s3://BUCKET/PREFIX?endpoint=https://HOST&region=REGION, without a name or a password."})
}
