package authority

import (
	"strings"
	"time"
)

// device is one device code, RFC 8628. It is guarded by the authority's lock.
type device struct {
	userCode string
	req      request
	expires  time.Time
	interval time.Duration
	lastPoll time.Time
	grant    *grant   // set once the person said yes
	refused  *Trouble // set once the person, or a policy, said no
	taken    bool     // a browser has typed the code: it cannot be typed again
}

func (d *device) refuse(t *Trouble) {
	if d.grant == nil {
		d.refused = t
	}
}

// plainUserCode returns a typed code without regard to case, spaces and dashes.
func plainUserCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, strings.ToUpper(typed))
}

// devices is the device codes that may still be used, by their hash.
type devices struct {
	cfg    Config
	random random
	app    *registration
	byCode map[string]*device
}

// add returns a new device code.
func (ds *devices) add(req request) (code string, d *device) {
	now := ds.cfg.Now()
	for hash, old := range ds.byCode {
		if now.After(old.expires.Add(time.Hour)) || len(ds.byCode) >= maxFlows {
			delete(ds.byCode, hash)
		}
	}
	code = ds.random.secret(120)
	d = &device{userCode: ds.random.userCode(), req: req, expires: now.Add(ds.cfg.DeviceLifetime), interval: ds.cfg.DeviceInterval}
	ds.byCode[hashed(code)] = d
	return code, d
}

// typed returns the device whose code was typed, once: whoever else has seen the code is too late.
func (ds *devices) typed(userCode string) *device {
	now := ds.cfg.Now()
	for _, d := range ds.byCode {
		if d.userCode == userCode && now.Before(d.expires) && !d.taken {
			d.taken = true
			return d
		}
	}
	return nil
}
